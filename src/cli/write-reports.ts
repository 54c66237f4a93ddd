// Writes the renderings that `--reporter` names, and prints those that belong on standard output.
import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import {GatequakeError} from '../error.ts';
import type {Report} from '../report/report.ts';
import {isReporterName, reporters} from '../report/reporters.ts';
import type {Reporter} from '../report/reporters.ts';

/** Paths of what was written, the page last: that is what a person opens. */
export async function writeReports(
	report: Report,
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
			stdout.write(output.render(report));
		} else {
			const file = path.join(folder, output.fileName);
			await writeFile(file, output.render(report));
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
