// Writes the renderings that `--reporter` names, and prints those that belong on standard output.
import {createWriteStream} from 'node:fs';
import path from 'node:path';
import {Readable} from 'node:stream';
import {pipeline} from 'node:stream/promises';
import {GatequakeError} from '../error.ts';
import type {ReportStream} from '../report/report-stream.ts';
import {isReporterName, reporters} from '../report/reporters.ts';
import type {Reporter} from '../report/reporters.ts';

/** Paths of what was written, the page last: that is what a person opens. */
export async function writeReports(
	report: ReportStream,
	names: readonly string[],
	{folder, stdout}: {readonly folder: string; readonly stdout: {write(text: string): unknown}},
): Promise<readonly string[]> {
	const written: string[] = [];
	for (const name of names) {
		const {output} = reporterNamed(name);
		if (output === null) {
			continue;
		}

		if (output.fileName === null) {
			for (const piece of output.render(report)) stdout.write(piece);
		} else {
			const file = path.join(folder, output.fileName);
			await pipeline(Readable.from(output.render(report)), createWriteStream(file));
			written.push(file);
		}
	}

	return written.toSorted((a, b) => Number(a.endsWith('.html')) - Number(b.endsWith('.html')));
}

function reporterNamed(name: string): Reporter {
	if (!isReporterName(name)) {
		throw new GatequakeError(`there is no reporter \`${name}\``, {code: 'BAD_ARGUMENTS', exitCode: 2});
	}

	return reporters[name];
}
