// Reports with repeats, made up, and saved as `run` saves them.
import {mkdir, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {renderJson} from '../../src/report/json.ts';
import type {Report, RunReport} from '../../src/report/report.ts';
import {passingRun} from './report-builder.ts';

/** Repeats of one scenario whose outage is about so long. */
export function repeatedRuns(repeats: number, outageMs: number, label = 'default', scenario = 'upstream-killed'): readonly RunReport[] {
	const run = passingRun();
	return Array.from({length: repeats}, (_, index) => {
		const lengthMs = outageMs + ((index * 7) % 5);
		return passingRun({
			id: `${scenario}.nginx.${label}.${index + 1}`,
			scenario,
			config: {...run.config, label},
			repeat: index + 1,
			outages: run.outages.map((outage) => ({...outage, lengthMs})),
		});
	});
}

/** The folder that it was saved in. */
export async function saveReport(folder: string, name: string, report: Report): Promise<string> {
	const saved = path.join(folder, name);
	await mkdir(saved, {recursive: true});
	await writeFile(path.join(saved, 'report.json'), renderJson(report));
	return saved;
}
