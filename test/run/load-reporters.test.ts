import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import test from 'ava';
import {GatequakeError} from '../../src/error.ts';
import {loadReporters, reporterProblem} from '../../src/run/load-reporters.ts';
import {writeReports} from '../../src/run/write-reports.ts';
import {streamOf} from '../../src/report/report-stream.ts';
import {temporaryFolder} from '../helpers/command.ts';
import {buildReport, passingRun} from '../helpers/report-builder.ts';

const stream = streamOf(buildReport([passingRun()]));

async function refusal(text: string): Promise<string> {
	await using folder = await temporaryFolder();
	await writeFile(path.join(folder.path, 'mine.mjs'), text);
	try {
		await loadReporters(['./mine.mjs'], folder.path);
		return 'not refused';
	} catch (error) {
		return error instanceof GatequakeError && error.exitCode === 2 ? `${error.message}\n${error.hint}` : String(error);
	}
}

test('a word is a shipped name or a file', (t) => {
	t.is(reporterProblem('json,./mine.ts,html,mine.mjs'), null);
	t.regex(reporterProblem('jsn') ?? '', /must be of console, json, .*, or a file of your own such as \.\/mine\.ts \(did you mean json\?\)/);
});

test('a file that exports something else is refused with all that is wrong, and what to write', async (t) => {
	t.regex(await refusal('export const reporter = {};'), /has no default export: write `export default defineReporter/);
	t.regex(
		await refusal('export default {output: {fileName: "../up.txt"}};'),
		/mine\.mjs is no reporter:\n.*`summary` must be.*\n.*`output\.render` must be a function.*\n.*`output\.fileName` must be.*"\.\.\/up\.txt"\nwrite `export default/,
	);
	t.regex(await refusal('throw new Error("not today");'), /could not be loaded: Error: not today/);
});

test('a text in one piece is written whole, and one without a file name is printed', async (t) => {
	await using folder = await temporaryFolder();
	await writeFile(
		path.join(folder.path, 'mine.mjs'),
		'export default {summary: "one line", output: {fileName: null, render: () => "all of it\\n"}};',
	);
	const printed: string[] = [];
	const reporters = await loadReporters(['./mine.mjs'], folder.path);
	t.deepEqual(await writeReports(stream, reporters, {folder: folder.path, stdout: {write: (text: string) => printed.push(text)}}), []);
	t.deepEqual(printed, ['all of it\n']);
});

test('a reporter that throws is named, with where the runs are', async (t) => {
	await using folder = await temporaryFolder();
	const text = 'export default {summary: "one line", output: {fileName: "mine.txt", render() { throw new TypeError("of undefined"); }}};';
	await writeFile(path.join(folder.path, 'mine.mjs'), text);
	const reporters = await loadReporters(['./mine.mjs'], folder.path);
	const error = await t.throwsAsync(writeReports(stream, reporters, {folder: folder.path, stdout: {write: () => true}}), {
		instanceOf: GatequakeError,
	});
	t.like(error, {code: 'REPORTER_BROKE', exitCode: 4});
	t.regex(error?.message ?? '', /the reporter broke that makes mine\.txt: TypeError: of undefined/);
});
