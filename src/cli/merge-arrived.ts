// Joins the reports that have come into a folder, and clears away what they came in when all are there.
import {rm} from 'node:fs/promises';
import path from 'node:path';
import {allCame} from '../collect/all-came.ts';
import type {FetchedReport} from '../collect/fetch-reports.ts';
import type {ExitCode} from '../error.ts';
import type {CommandContext} from './command.ts';
import {mergeInto} from './merge-into.ts';

/** Gives the exit code of the joined report. */
export async function mergeArrived(
	{
		reports,
		folder,
		reporters,
	}: {readonly reports: readonly FetchedReport[]; readonly folder: string; readonly reporters: string | undefined},
	context: CommandContext,
): Promise<ExitCode> {
	const exitCode = await mergeInto({words: reports.map((report) => report.folder), output: folder, reporters}, context);
	// What is missing may still come into this folder.
	if (allCame(reports.map(({manifest}) => manifest))) {
		await Promise.all(['shards', 'incoming'].map(async (name) => await rm(path.join(folder, name), {recursive: true, force: true})));
	}

	return exitCode;
}
