// From log files alone, the first cause is the fault that was injected: on recorded runs of every gateway.
import test from 'ava';
import {recordedGateways, scoreRecorded} from '../helpers/score-recorded.ts';

for (const gateway of recordedGateways) {
	test(`${gateway}: at least 85 % of first causes are right, and nothing is named where nothing was injected`, async (t) => {
		const runs = await scoreRecorded(gateway);
		const right = runs.filter(({isFirst}) => isFirst).length;
		t.true(runs.length >= 15);
		t.true(
			right / runs.length >= 0.85,
			`${right} of ${runs.length}: ${JSON.stringify(
				runs.filter(({isFirst}) => !isFirst),
				null,
				'\t',
			)}`,
		);
		t.deepEqual(
			runs.filter(({accepted, found}) => accepted.join() === 'none' && found.join() !== 'none'),
			[],
		);
	});
}

test('over all gateways at least 90 % are right', async (t) => {
	const runs = (await Promise.all(recordedGateways.map(scoreRecorded))).flat();
	t.true(runs.filter(({isFirst}) => isFirst).length / runs.length >= 0.9);
});
