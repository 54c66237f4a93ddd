// Writes the renderings that `--reporter` names, and prints those that belong on standard output.
import {createWriteStream} from 'node:fs';
import path from 'node:path';
import {Readable} from 'node:stream';
import {pipeline} from 'node:stream/promises';
import {GatequakeError} from '../error.ts';
import type {ReportStream} from '../report/report-stream.ts';
import type {Reporter} from '../report/reporters.ts';

/** Paths of what was written, the page last: that is what a person opens. One that throws costs none of those before it. */
export async function writeReports(
	report: ReportStream,
	reporters: readonly Reporter[],
	{folder, stdout}: {readonly folder: string; readonly stdout: {write(text: string): unknown}},
): Promise<readonly string[]> {
	const written: string[] = [];
	for (const {summary, output} of reporters) {
		if (output === null) {
			continue;
		}

		try {
			if (output.fileName === null) {
				for (const piece of piecesOf(output.render(report))) stdout.write(piece);
			} else {
				const file = path.join(folder, output.fileName);
				await pipeline(Readable.from(piecesOf(output.render(report))), createWriteStream(file));
				written.push(file);
			}
		} catch (error) {
			throw new GatequakeError(
				`the reporter broke that makes ${output.fileName ?? summary}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
				{code: 'REPORTER_BROKE', cause: error, hint: `the runs are saved in ${folder}, with what other reporters wrote before it`},
			);
		}
	}

	return written.toSorted((a, b) => Number(a.endsWith('.html')) - Number(b.endsWith('.html')));
}

/** A text in one piece is what people write first, and would come letter by letter. */
function piecesOf(text: Iterable<string>): Iterable<string> {
	return typeof text === 'string' ? [text] : text;
}
