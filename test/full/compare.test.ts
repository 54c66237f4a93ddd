// Configs of which it is known which is better, ten repeats of each: `compare` must find it, by the metrics that it asks for unless told.
import test from 'ava';
import {gatequake, temporaryFolder} from '../helpers/command.ts';
import type {Comparison} from '../../src/compare/comparison.ts';

interface Known {
	readonly scenario: string;
	readonly set: string;
	/** What must be said of the second value. */
	readonly says: Readonly<Record<string, 'better' | 'worse'>>;
}

const known = test.macro({
	async exec(t, {scenario, set, says}: Known) {
		t.timeout(60 * 60_000);
		await using folder = await temporaryFolder();
		const args = ['run', scenario, '--set', set, '--repeat', '10', '--no-control', '--seed', '5', '--inconclusive', 'retry=5'];
		const {stdout, stderr} = await gatequake([...args, '--reporter', 'json', '--output', folder.path]);
		const compared = await gatequake(['compare', folder.path, '--reporter', 'json']);
		t.is(compared.stderr, '', stdout + stderr);
		const {rows, sides}: Comparison = JSON.parse(compared.stdout);
		for (const {title, medianA, medianB, pAdjusted, pairs, verdict} of rows) {
			t.log(`${title}: ${medianA.value} → ${medianB.value}, p ${pAdjusted}, ${pairs.length} pairs: ${verdict}`);
		}

		t.deepEqual(
			sides.map(({label}) => label),
			set
				.split('=')[1]
				?.split(',')
				.map((value) => `${set.split('=')[0]}=${value}`),
			'the value that was named first is what the other is held against',
		);
		const found = rows.filter(({verdict}) => verdict === 'better' || verdict === 'worse').map(({metric, verdict}) => [metric, verdict]);
		t.like(Object.fromEntries(found), says);
	},
	title: (_, {scenario, set}: Known) => `ten repeats of ${scenario.replace(/.*\//, '')} show what ${set} changes`,
});

const own = 'test/full/scenarios';

test(known, {scenario: 'hang', set: 'readTimeoutMs=1000,3000', says: {faultP99Ms: 'worse'}});
test(known, {
	scenario: `${own}/one-of-two-hangs.ts`,
	set: 'maxFails=1,0',
	says: {outageMs: 'worse', errorShare: 'worse'},
});
test(known, {scenario: 'lossy-link', set: 'upstreamKeepalive=32,0', says: {faultP99Ms: 'worse'}});
