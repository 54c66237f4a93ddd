import test from 'ava';
import {gatequake, readReport, temporaryFolder} from '../helpers/command.ts';

test('ten runs of the core suite in a row do not contradict each other, and at most one run in 120 is inconclusive', async (t) => {
	t.timeout(60 * 60_000);
	await using folder = await temporaryFolder();
	await gatequake(['run', '--repeat', '10', '--output', folder.path, '--inconclusive', 'warn', '--reporter', 'json']);
	const {runs} = await readReport(folder.path);
	const failed = runs.filter(({verdict}) => verdict === 'fail');
	const inconclusive = runs.filter(({verdict}) => verdict === 'inconclusive');
	for (const {id, reasons} of [...failed, ...inconclusive]) {
		t.log(`${id}: ${reasons.join('; ')}`);
	}

	t.log(`${runs.length} runs: ${failed.length} failed, ${inconclusive.length} inconclusive`);
	t.deepEqual(
		failed.map(({id}) => id),
		[],
	);
	t.true(inconclusive.length <= runs.length / 120, `${inconclusive.length} of ${runs.length} runs are inconclusive`);
});

const wrong = test.macro({
	async exec(t, fault: string, scenarios: readonly string[]) {
		t.timeout(20 * 60_000);
		await using folder = await temporaryFolder();
		await gatequake([
			'run',
			...scenarios,
			'--wrong-fault',
			fault,
			'--output',
			folder.path,
			'--inconclusive',
			'retry=2',
			'--reporter',
			'json',
		]);
		const {runs} = await readReport(folder.path);
		t.deepEqual(
			runs.map(({scenario, verdict}) => `${scenario} ${verdict}`),
			scenarios.map((scenario) => `${scenario} fail`),
		);
	},
	title: (_, fault: string) => `with the wrong fault ${fault} none of the scenarios that it does not belong to passes`,
});

test(wrong, 'hang', [
	'upstream-killed',
	'upstream-container-gone',
	'upstream-oom',
	'upstream-oom-loop',
	'one-of-three-killed',
	'gateway-killed',
	'gateway-reloaded',
]);
test(wrong, 'kill', [
	'reset-before-headers',
	'cut-mid-body',
	'slow-response',
	'hang',
	'stalled-body',
	'huge-headers',
	'post-committed-then-reset',
	'gateway-killed',
	'gateway-reloaded',
]);
