// `gatequake merge`: joins the reports of shards, with what their runs saved, into one.
import {existsSync} from 'node:fs';
import {cp} from 'node:fs/promises';
import path from 'node:path';
import {GatequakeError} from '../error.ts';
import {renderConsole} from '../report/console.ts';
import {ReportJoiner} from '../report/join-reports.ts';
import type {JoinedReport} from '../report/join-reports.ts';
import {reporters} from '../report/reporters.ts';
import {withoutDrawings} from '../report/report-stream.ts';
import {decideTerminal} from '../report/terminal.ts';
import {defaultReportFolder, makeReportFolder, newRunId} from '../run/report-folder.ts';
import {flagHelp, readArguments} from './arguments.ts';
import type {Flag} from './arguments.ts';
import type {Command} from './command.ts';
import {openReport} from './read-report.ts';
import {loadReporters, reporterProblem} from '../run/load-reporters.ts';
import {writeReports} from '../run/write-reports.ts';

const flags: Readonly<Record<string, Flag>> = {
	output: {value: 'DIR', help: 'where the joined report goes (default reports/<time>-<id>/)'},
	reporter: {
		value: 'a,b',
		help: `reports to write beside report.json (default console,junit,html): ${Object.keys(reporters).join(', ')}, or a file of your own`,
		check: reporterProblem,
	},
};

export const mergeCommand: Command = {
	summary: 'joins the reports of shards into one',
	help: `Usage: gatequake merge REPORT REPORT… [flags]

Joins reports of one version of gatequake, in the order of their plan, and copies what their runs saved. A run that is in several counts
once. Shards and runs that are missing are named, and are an error of the joined report. Its exit code is the exit code of this command.

${flagHelp(flags)}

Examples:
  gatequake merge /tmp/shard1 /tmp/shard2 --output /tmp/joined
  gatequake merge /tmp/shard*/report.json --reporter console,markdown
`,
	async run({argv, cwd, env, stdout, stderr}) {
		const {words, flags: given} = readArguments(argv, flags, 'merge');
		if (words.length === 0) {
			throw new GatequakeError('expected reports to join, and none came', {
				code: 'BAD_ARGUMENTS',
				exitCode: 2,
				hint: 'gatequake merge shard1 shard2 --output joined',
			});
		}

		const names = new Set(['json', ...(given.get('reporter')?.[0] ?? 'console,junit,html').split(',')]);
		const wanted = await loadReporters([...names], cwd);
		const joiner = new ReportJoiner();
		const folders = new Map<string, string>();
		for (const word of words) {
			const {head, runs, source, folder} = await openReport(word, cwd);
			joiner.addReport(head, source);
			for await (const run of runs()) joiner.addRun(run);
			folders.set(source, folder);
		}

		const joined = joiner.join();
		const target = await targetFolder(given.get('output')?.[0], cwd, [...folders.values()]);
		await copyRuns(joined, folders, target);
		const written = await writeReports(joined, wanted, {folder: target, stdout});
		if (names.has('console')) {
			stdout.write(renderConsole(withoutDrawings(joined), decideTerminal({env, isTty: stdout.isTTY, columns: stdout.columns})));
		}

		for (const line of [...joined.notes, ...joined.head.errors]) {
			stderr.write(`gatequake: ${line}\n`);
		}

		stdout.write(written.map((file) => `${file}\n`).join(''));
		return joined.head.exitCode;
	},
};

async function targetFolder(output: string | undefined, cwd: string, sources: readonly string[]): Promise<string> {
	const folder = output === undefined ? defaultReportFolder(cwd, new Date(), newRunId()) : path.resolve(cwd, output);
	if (sources.includes(folder)) {
		throw new GatequakeError(`expected an output folder of its own, and ${folder} is that of a report to join`, {
			code: 'BAD_ARGUMENTS',
			exitCode: 2,
			hint: 'name another one with --output DIR',
		});
	}

	return await makeReportFolder(folder);
}

/** A report may have come without what its runs saved, as when a CI job keeps report.json alone. */
async function copyRuns(joined: JoinedReport, folders: ReadonlyMap<string, string>, target: string): Promise<void> {
	for (const {files, source: name} of joined.saved) {
		const folder = path.dirname(files.timeline);
		const source = folders.get(name);
		if (source === undefined || !isBelow(folder) || !existsSync(path.join(source, folder))) {
			continue;
		}

		await cp(path.join(source, folder), path.join(target, folder), {recursive: true, verbatimSymlinks: true});
	}
}

/** Nothing that a report says leads out of its folder. */
function isBelow(folder: string): boolean {
	const normal = path.normalize(folder);
	return normal !== '.' && !path.isAbsolute(normal) && normal.split(path.sep)[0] !== '..';
}
