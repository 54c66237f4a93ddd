import path from 'node:path';
import test from 'ava';
import type {Report, RunReport} from '../../src/report/report.ts';
import {gatequake, readReport, temporaryFolder} from '../helpers/command.ts';

const shards = 8;
const plan = ['upstream-killed', 'hang', 'reset-before-headers', 'huge-headers', '--repeat', '2', '--seed', '5'];
const flags = ['--reporter', 'json', '--inconclusive', 'retry=3'];

test('eight shards, merged, give the report of one call with the same plan, but for what was measured', async (t) => {
	t.timeout(30 * 60_000);
	await using folder = await temporaryFolder();
	const at = (name: string) => path.join(folder.path, name);
	await gatequake(['run', ...plan, ...flags, '--output', at('whole')]);
	const names = Array.from({length: shards}, (_, index) => `shard${index + 1}`);
	for (const [index, name] of names.entries()) {
		await gatequake(['run', ...plan, ...flags, '--shard', `${index + 1}/${shards}`, '--output', at(name)]);
	}

	const {exitCode, stderr} = await gatequake([
		'merge',
		...names.toReversed().map(at),
		'--output',
		at('joined'),
		'--reporter',
		'junit,html',
	]);
	const [whole, joined] = [await readReport(at('whole')), await readReport(at('joined'))];
	t.is(whole.runs.length, 8);
	t.is(exitCode, whole.exitCode, stderr);
	t.deepEqual(told(joined), told(whole));
});

/** What two calls of one plan must have in common: all but instants, durations and what requests met by chance. */
function told({runs, ...report}: Report) {
	const {startedAt: _startedAt, durationMs: _durationMs, command, ...head} = report;
	return {...head, command: command.replaceAll(/ --output \S+/g, ''), runs: runs.map(runTold)};
}

function runTold({id, scenario, title, file, gateway, config, parts, repeat, mode, repro, ...run}: RunReport) {
	return {
		about: [id, scenario, title, file, gateway, config, parts, repeat, mode, repro],
		verdict: run.verdict,
		expectations: run.expectations.map(({name, verdict, expected}) => ({name, verdict, expected})),
		fault: run.fault === null ? null : {kind: run.fault.kind, options: run.fault.options, isMet: (run.fault.witness?.count ?? 0) > 0},
		expectedCause: run.cause.expected,
		outages: run.outages.length,
		cleanup: run.cleanup,
		files: run.files,
		fields: Object.keys(run).toSorted(),
	};
}
