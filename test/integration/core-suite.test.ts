import path from 'node:path';
import test from 'ava';
import {gatequake, readReport, temporaryFolder} from '../helpers/command.ts';
import {leftoversOf} from '../helpers/leftovers.ts';

const core = [
	'cut-mid-body',
	'gateway-killed',
	'gateway-reloaded',
	'hang',
	'huge-headers',
	'one-of-three-killed',
	'post-committed-then-reset',
	'reset-before-headers',
	'slow-response',
	'stalled-body',
	'steady',
	'upstream-container-gone',
	'upstream-killed',
	'upstream-oom',
	'upstream-oom-loop',
];

test('the core suite passes on nginx, leaves its evidence, and leaves nothing behind', async (t) => {
	t.timeout(600_000);
	await using folder = await temporaryFolder();
	const {exitCode, stdout, stderr} = await gatequake(['run', '--output', folder.path, '--inconclusive', 'retry=2']);
	t.is(exitCode, 0, `${stdout}\n${stderr}`);
	const report = await readReport(folder.path);
	t.deepEqual(report.runs.map(({scenario}) => scenario).toSorted(), core);
	for (const run of report.runs) {
		t.is(run.verdict, 'pass', run.scenario);
		t.deepEqual(run.cleanup, {ok: true, left: []}, run.scenario);
		t.true(run.scenario === 'steady' || (run.fault?.witness?.count ?? 0) > 0, `${run.scenario} has a witness`);
	}

	const byName = Object.fromEntries(report.runs.map((run) => [run.scenario, run]));
	t.regex(
		byName['upstream-killed']?.cause.lines.join('\n') ?? '',
		/connect\(\) failed \(111: Connection refused\) while connecting to upstream/,
	);
	t.is(byName['upstream-oom']?.fault?.witness?.evidence.length, 3, 'three proofs of the OOM kill');
	t.like(byName['cut-mid-body']?.windows.fault?.outcomes, {cut: byName['cut-mid-body']?.attribution.upstream});
	t.regex(
		byName['huge-headers']?.expectations.find(({name}) => name === 'threshold')?.observed ?? '',
		/largest passed on: 4096, smallest refused: 4097/,
	);
	t.deepEqual(await leftoversOf(stdout), []);

	await t.notThrowsAsync(async () => {
		const again = await gatequake(['judge', ...report.runs.map(({id}) => path.join(folder.path, id))]);
		t.is(again.exitCode, 0, `judged again from disk: ${again.stdout}`);
	});
});

test('with its fault withheld no scenario but steady passes, and the expectations that it names fail', async (t) => {
	t.timeout(600_000);
	await using folder = await temporaryFolder();
	const {exitCode, stdout, stderr} = await gatequake(['run', '--withhold-fault', '--output', folder.path, '--inconclusive', 'retry=2']);
	t.is(exitCode, 1, `${stdout}\n${stderr}`);
	const report = await readReport(folder.path);
	t.deepEqual(report.runs.map(({scenario}) => scenario).toSorted(), core);
	for (const run of report.runs) {
		if (run.scenario === 'steady') {
			t.is(run.verdict, 'pass', 'steady');
			continue;
		}

		t.is(run.verdict, 'fail', run.scenario);
		t.true((run.sensitivity ?? []).length > 0, `${run.scenario} names what must fail`);
		t.deepEqual(
			(run.sensitivity ?? []).filter(({failed}) => !failed),
			[],
			run.scenario,
		);
	}
});

test('with a wrong fault a scenario fails, and says what came instead', async (t) => {
	t.timeout(300_000);
	await using folder = await temporaryFolder();
	const {exitCode, stdout} = await gatequake([
		'run',
		'upstream-killed',
		'upstream-oom',
		'gateway-killed',
		'--wrong-fault',
		'hang',
		'--output',
		folder.path,
		'--inconclusive',
		'retry=2',
	]);
	t.is(exitCode, 1, stdout);
	const report = await readReport(folder.path);
	t.deepEqual(
		report.runs.map(({verdict}) => verdict),
		['fail', 'fail', 'fail'],
	);
	const errors = report.runs[0]?.expectations.find(({name}) => name === 'errors');
	t.regex(errors?.expected ?? '', /502 from the gateway with cause connection_refused/);
	t.regex(errors?.observed ?? '', /504/);
});
