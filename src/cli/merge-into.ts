// Joins reports into one in a folder, with what their runs saved, and says what came of it.
import {existsSync} from 'node:fs';
import {cp} from 'node:fs/promises';
import path from 'node:path';
import type {ExitCode} from '../error.ts';
import {GatequakeError} from '../error.ts';
import {renderConsole} from '../report/console.ts';
import {ReportJoiner} from '../report/join-reports.ts';
import type {JoinedReport} from '../report/join-reports.ts';
import {withoutDrawings} from '../report/report-stream.ts';
import {reporters as shippedReporters} from '../report/reporters.ts';
import {decideTerminal} from '../report/terminal.ts';
import {defaultReportFolder, makeReportFolder, newRunId} from '../run/report-folder.ts';
import {loadReporters, reporterProblem} from '../run/load-reporters.ts';
import {writeReports} from '../run/write-reports.ts';
import type {Flag} from './arguments.ts';
import type {CommandContext} from './command.ts';
import {openReport} from './read-report.ts';

export interface MergeOrder {
	/** Folders of reports, or their files, as the user named them. */
	readonly words: readonly string[];
	/** Default: a new folder below reports/. */
	readonly output: string | undefined;
	/** With commas between them, files of the user's own among them. Default: console, junit and html. */
	readonly reporters: string | undefined;
}

/** The flag `--reporter` of whoever joins reports. */
export const joinedReporters: Flag = {
	value: 'a,b',
	help: `reports to write beside report.json (default console,junit,html): ${Object.keys(shippedReporters).join(', ')}, or a file of your own`,
	check: reporterProblem,
};

/** Gives the exit code of the joined report. */
export async function mergeInto(
	{words, output, reporters = 'console,junit,html'}: MergeOrder,
	{cwd, env, stdout, stderr}: Pick<CommandContext, 'cwd' | 'env' | 'stdout' | 'stderr'>,
): Promise<ExitCode> {
	const names = new Set(['json', ...reporters.split(',')]);
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
	const target = await targetFolder(output, cwd, [...folders.values()]);
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
}

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
