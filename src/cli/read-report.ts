// A report that a user names: its folder, or the file itself. Its runs are read one by one: a report of any length needs the memory of one.
import {createReadStream} from 'node:fs';
import {stat} from 'node:fs/promises';
import path from 'node:path';
import {GatequakeError} from '../error.ts';
import {RunParser, parseHead} from '../report/parse-report.ts';
import type {ReportHead, RunReport} from '../report/report.ts';
import {ReportSplitter} from '../report/split-report.ts';

export interface OpenedReport {
	readonly head: ReportHead;
	/** As the user named it, with the file's name. */
	readonly source: string;
	/** Absolute: what the paths in the report are relative to. */
	readonly folder: string;
	/** That nothing was changed is known, and an error where it was, after the last one. */
	readonly runs: () => AsyncIterable<RunReport>;
}

/** @throws GatequakeError with exit code 2 where there is none, or none that can be read. */
export async function openReport(word: string, cwd: string): Promise<OpenedReport> {
	const given = path.resolve(cwd, word);
	const isFolder = await readable(word, async () => (await stat(given)).isDirectory());
	const file = isFolder ? path.join(given, 'report.json') : given;
	const source = isFolder ? path.join(word, 'report.json') : word;
	// The head may stand after the runs, and has to be known before them: the file is gone through twice.
	const splitter = new ReportSplitter();
	await readable(word, async () => {
		for await (const piece of textOf(file)) splitter.push(piece);
	});
	const document = parseHead(splitter.end(), source);
	const {integrity: _, ...head} = document;
	return {
		head,
		source,
		folder: path.dirname(file),
		async *runs() {
			const parser = new RunParser(document, source);
			const again = new ReportSplitter();
			for await (const piece of textOf(file)) {
				for (const text of again.push(piece)) yield parser.parse(text);
			}

			parser.end();
		},
	};
}

function textOf(file: string): AsyncIterable<string> {
	return createReadStream(file, {encoding: 'utf8', highWaterMark: 256 * 1024});
}

async function readable<Value>(word: string, read: () => Promise<Value>): Promise<Value> {
	try {
		return await read();
	} catch (error) {
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
