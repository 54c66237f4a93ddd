// One side of a comparison, of a report that a user names: each run is read, reduced to its values, and let go.
import {toRunValues} from '../compare/run-values.ts';
import type {RunValues} from '../compare/run-values.ts';
import {sideOf} from '../compare/side.ts';
import type {Side} from '../compare/side.ts';
import type {RunReport} from '../report/report.ts';
import {openReport} from './read-report.ts';

/** `onRun` sees each run as it is read. @throws GatequakeError with exit code 2 where the report cannot be read. */
export async function readSide(
	word: string,
	cwd: string,
	label: string,
	onRun: (run: RunReport, source: string) => void = () => {},
): Promise<Side> {
	const {head, runs, source} = await openReport(word, cwd);
	const values: RunValues[] = [];
	for await (const run of runs()) {
		values.push(toRunValues(run));
		onRun(run, source);
	}

	return sideOf(head, values, {label, source});
}
