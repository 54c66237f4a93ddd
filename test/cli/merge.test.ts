import {existsSync} from 'node:fs';
import {mkdir, readFile, writeFile} from 'node:fs/promises';
import path from 'node:path';
import test from 'ava';
import {mergeCommand} from '../../src/cli/merge.ts';
import {parseReport} from '../../src/report/parse-report.ts';
import {temporaryFolder} from '../helpers/command.ts';
import {buildPlan, buildReport, passingRun} from '../helpers/report-builder.ts';
import {runCommand} from '../helpers/run-command.ts';
import {repeatedRuns, saveReport} from '../helpers/saved-report.ts';

const runs = repeatedRuns(4, 1000);
const plan = buildPlan(runs, 'abc');
const shard = (index: number) => buildReport(runs.slice(2 * index - 2, 2 * index), {plan, shard: {index, of: 2}});

test('two shards become one report with its renderings and what the runs saved', async (t) => {
	await using folder = await temporaryFolder();
	for (const index of [1, 2]) {
		const saved = await saveReport(folder.path, `shard${index}`, shard(index));
		const run = path.join(saved, path.dirname(runs[0]?.files.timeline ?? ''));
		await mkdir(run, {recursive: true});
		await writeFile(path.join(run, 'timeline.json'), String(index));
	}

	const {exitCode, stdout} = await runCommand(
		mergeCommand,
		['shard1', 'shard2', '--output', 'all', '--reporter', 'console,junit,markdown'],
		folder.path,
	);
	t.is(exitCode, 0);
	t.regex(stdout, /^✔ upstream-killed[^]*4 passed/m);
	const joined = parseReport(await readFile(path.join(folder.path, 'all/report.json'), 'utf8'));
	t.deepEqual(joined.runs, runs);
	t.is(joined.shard, null);
	t.true(existsSync(path.join(folder.path, 'all/junit.xml')));
	t.true(existsSync(path.join(folder.path, 'all/summary.md')));
	t.true(existsSync(path.join(folder.path, 'all', runs[0]?.files.timeline.split('/')[0] ?? '', 'timeline.json')));
});

test('a missing shard is named, and the exit code is not green', async (t) => {
	await using folder = await temporaryFolder();
	await saveReport(folder.path, 'shard1', shard(1));
	const {exitCode, stderr} = await runCommand(mergeCommand, ['shard1', '--output', 'all'], folder.path);
	t.is(exitCode, 4);
	t.regex(stderr, /missing: shard 2 of 2\n.*missing: 2 of 4 planned runs: /);
});

test('nothing that a report says leads out of its folder', async (t) => {
	await using folder = await temporaryFolder();
	await mkdir(path.join(folder.path, 'secret'));
	await writeFile(path.join(folder.path, 'secret/key'), 'x');
	const files = {timeline: '../secret/timeline.json', samples: '../secret/key', logs: []};
	await saveReport(folder.path, 'a', buildReport([passingRun({files})]));
	await runCommand(mergeCommand, ['a', '--output', 'deep/all'], folder.path);
	t.true(existsSync(path.join(folder.path, 'deep/all/report.json')));
	t.false(existsSync(path.join(folder.path, 'deep/secret')));
});

const refused = test.macro({
	async exec(t, args: readonly string[], words: RegExp) {
		await using folder = await temporaryFolder();
		await saveReport(folder.path, 'a', shard(1));
		await saveReport(folder.path, 'newer', {...shard(2), tool: {name: 'gatequake', version: '9.0.0'}});
		const {exitCode, stderr} = await runCommand(mergeCommand, args, folder.path);
		t.is(exitCode, 2);
		t.regex(stderr, words);
	},
	title: (title) => `${title} is refused with exit code 2`,
});

test('no report at all', refused, [], /expected reports to join, and none came/);
test('a report of another version', refused, ['a', 'newer'], /written by gatequake 0\.1\.0, and newer\/report\.json by 9\.0\.0/);
test('an output folder that is one of the reports', refused, ['a', '--output', 'a'], /expected an output folder of its own/);
test('an unknown reporter', refused, ['a', '--reporter', 'jnit'], /did you mean junit\?/);
