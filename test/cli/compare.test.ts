import {readFile, writeFile} from 'node:fs/promises';
import path from 'node:path';
import test from 'ava';
import {compareCommand} from '../../src/cli/compare.ts';
import {temporaryFolder} from '../helpers/command.ts';
import {buildReport} from '../helpers/report-builder.ts';
import {runCommand} from '../helpers/run-command.ts';
import {repeatedRuns, saveReport} from '../helpers/saved-report.ts';

const asking = ['--metric', 'outageMs'];

test('a second report whose outages are longer is worse: exit code 1, and a row with the difference', async (t) => {
	await using folder = await temporaryFolder();
	await saveReport(folder.path, 'before', buildReport(repeatedRuns(6, 1000)));
	await saveReport(folder.path, 'after', buildReport(repeatedRuns(6, 2000)));
	const {exitCode, stdout} = await runCommand(compareCommand, ['before', 'after/report.json', ...asking], folder.path);
	t.is(exitCode, 1);
	t.regex(stdout, /^A before: 6 runs of before\/report\.json/m);
	t.regex(stdout, /^B after: /m);
	t.regex(stdout, /^ {2}outage length {2}1\.002 s → 2\.002 s {2}\+1\.000 s \[.*\] {2}p 0\.031, effect 1\.00, 6 pairs {2}worse$/m);
	t.is((await runCommand(compareCommand, ['after', 'before', ...asking], folder.path)).exitCode, 0);
});

test('the configs inside one report are compared, and --labels says which is the first', async (t) => {
	await using folder = await temporaryFolder();
	await saveReport(folder.path, 'one', buildReport([...repeatedRuns(6, 2000, 'default'), ...repeatedRuns(6, 1000, 'tuned')]));
	t.regex((await runCommand(compareCommand, ['one', ...asking], folder.path)).stdout, /better$/m);
	const turned = await runCommand(compareCommand, ['one', ...asking, '--labels', 'tuned,default'], folder.path);
	t.is(turned.exitCode, 1);
	t.regex(turned.stdout, /^A tuned: /m);
});

test('the config that was named first is A, whichever happened to run first', async (t) => {
	await using folder = await temporaryFolder();
	const report = buildReport([...repeatedRuns(6, 2000, 'tuned'), ...repeatedRuns(6, 1000, 'default')]);
	await saveReport(folder.path, 'one', {...report, plan: {...report.plan, configs: ['default', 'tuned']}});
	const {exitCode, stdout} = await runCommand(compareCommand, ['one', ...asking], folder.path);
	t.is(exitCode, 1);
	t.regex(stdout, /^A default: /m);
});

test('too few repeats are exit code 3, with the number that is needed', async (t) => {
	await using folder = await temporaryFolder();
	await saveReport(folder.path, 'a', buildReport(repeatedRuns(3, 1000)));
	await saveReport(folder.path, 'b', buildReport(repeatedRuns(3, 5000)));
	const {exitCode, stdout} = await runCommand(compareCommand, ['a', 'b', ...asking], folder.path);
	t.is(exitCode, 3);
	t.regex(stdout, /too few repeats \(3; 6 needed\)/);
});

test('what is shown and too small to matter says so', async (t) => {
	await using folder = await temporaryFolder();
	await saveReport(folder.path, 'a', buildReport(repeatedRuns(8, 1000)));
	await saveReport(folder.path, 'b', buildReport(repeatedRuns(8, 1030)));
	const {exitCode, stdout} = await runCommand(compareCommand, ['a', 'b', ...asking], folder.path);
	t.is(exitCode, 0);
	t.regex(stdout, /no difference that matters \(100 ms\)/);
	t.is((await runCommand(compareCommand, ['a', 'b', ...asking, '--matters', 'outageMs=20'], folder.path)).exitCode, 1);
});

test('JSON and Markdown go to files, or one of them to standard output', async (t) => {
	await using folder = await temporaryFolder();
	await saveReport(folder.path, 'a', buildReport(repeatedRuns(6, 1000)));
	await saveReport(folder.path, 'b', buildReport(repeatedRuns(6, 2000)));
	const printed = await runCommand(compareCommand, ['a', 'b', ...asking, '--reporter', 'json'], folder.path);
	const written = await runCommand(
		compareCommand,
		['a', 'b', ...asking, '--reporter', 'console,json,markdown', '--output', 'out'],
		folder.path,
	);
	t.regex(written.stdout, /out\/comparison\.json\n.*out\/comparison\.md\n$/);
	const json = await readFile(path.join(folder.path, 'out/comparison.json'), 'utf8');
	t.is(json, printed.stdout, 'the same twice: intervals and p come from the seed');
	t.like(JSON.parse(json), {schemaVersion: 1, counts: {worse: 1}, exitCode: 1});
	t.regex(
		await readFile(path.join(folder.path, 'out/comparison.md'), 'utf8'),
		/^## ❌ Gatequake: 1 worse\n[^]*\| outage length \| .* \| \*\*worse\*\* \|$/m,
	);
});

test('three reports are all held against the first', async (t) => {
	await using folder = await temporaryFolder();
	for (const [name, ms] of [
		['a', 1000],
		['b', 1000],
		['c', 3000],
	] as const) {
		await saveReport(folder.path, name, buildReport(repeatedRuns(8, ms)));
	}

	const {stdout, exitCode} = await runCommand(compareCommand, ['a', 'b', 'c', ...asking], folder.path);
	t.is(exitCode, 1);
	t.regex(stdout, /^upstream-killed: a → b$/m);
	t.regex(stdout, /^upstream-killed: a → c$/m);
});

test('--metric all asks for every metric, and for the share of every outcome that was seen', async (t) => {
	await using folder = await temporaryFolder();
	await saveReport(folder.path, 'a', buildReport(repeatedRuns(2, 1000)));
	const {stdout} = await runCommand(compareCommand, ['a', 'a', '--metric', 'all'], folder.path);
	t.regex(stdout, /^ {2}goodput kept /m);
	t.regex(stdout, /^ {2}share of 502 /m);
	t.notRegex(stdout, /share of 200/);
});

const refused = test.macro({
	async exec(t, args: readonly string[], words: RegExp) {
		await using folder = await temporaryFolder();
		const text = await readFile(
			path.join(await saveReport(folder.path, 'good', buildReport(repeatedRuns(2, 1000))), 'report.json'),
			'utf8',
		);
		await saveReport(folder.path, 'other', buildReport(repeatedRuns(2, 1000, 'default', 'hang')));
		await writeFile(path.join(folder.path, 'cut.json'), text.slice(0, -4000));
		await writeFile(path.join(folder.path, 'tampered.json'), text.replace('"failed": 604', '"failed": 4'));
		await writeFile(path.join(folder.path, 'schema2.json'), text.replace('"schemaVersion": 1', '"schemaVersion": 2'));
		const {exitCode, stderr, stdout} = await runCommand(compareCommand, args, folder.path);
		t.is(exitCode, 2, stdout);
		t.regex(stderr, words);
	},
	title: (title) => `${title} is refused with exit code 2`,
});

test('no report at all', refused, [], /expected a report to compare, and none came/);
test('a report that is not there', refused, ['good', 'nowhere'], /expected a report in nowhere, and it cannot be read/);
test('a truncated report', refused, ['good', 'cut.json'], /cut\.json is not one: the text is cut short/);
test('a tampered report', refused, ['good', 'tampered.json'], /expected tampered\.json as it was written, and it was changed since/);
test('a report of another schema', refused, ['good', 'schema2.json'], /schema2\.json has schemaVersion 2/);
test('two reports with nothing in common', refused, ['good', 'other'], /good has upstream-killed #1, .*; other has hang #1/);
test('one report with one config and one gateway', refused, ['good'], /expected a report of several configs or gateways/);
test('a label that is not there', refused, ['good', 'other', '--labels', 'good,mine'], /there is no side `mine`; there are good, other/);
test('a metric that is misspelt, with the nearest name,', refused, ['good', 'other', '--metric', 'outageMS'], /did you mean outageMs\?/);
test('a limit without a number', refused, ['good', 'other', '--matters', 'outageMs'], /must be a metric, =, and a number/);
test('two documents for one standard output', refused, ['good', 'good', '--reporter', 'json,markdown'], /expected --output DIR/);
