// A report that a user names: its folder, or the file itself.
import {readFile, stat} from 'node:fs/promises';
import path from 'node:path';
import {GatequakeError} from '../error.ts';
import {parseReport} from '../report/parse-report.ts';
import type {Report} from '../report/report.ts';

export interface ReadReport {
	readonly report: Report;
	/** As the user named it, with the file's name. */
	readonly source: string;
	/** Absolute: what the paths in the report are relative to. */
	readonly folder: string;
}

/** @throws GatequakeError with exit code 2 where there is none, or none that can be read. */
export async function readReport(word: string, cwd: string): Promise<ReadReport> {
	const given = path.resolve(cwd, word);
	try {
		const isFolder = (await stat(given)).isDirectory();
		const file = isFolder ? path.join(given, 'report.json') : given;
		const source = isFolder ? path.join(word, 'report.json') : word;
		return {report: parseReport(await readFile(file, 'utf8'), source), source, folder: path.dirname(file)};
	} catch (error) {
		if (error instanceof GatequakeError) throw error;
		throw new GatequakeError(
			`expected a report in ${word}, and it cannot be read: ${error instanceof Error ? error.message : String(error)}`,
			{
				code: 'NO_REPORT',
				exitCode: 2,
				hint: 'name a folder below reports/, or its report.json',
				cause: error,
			},
		);
	}
}
