// `--baseline report.json` of `run`: the earlier report is read before anything is started, and held against the new one at the end.
import {compareBaseline, defaultLimits, gotWorse} from '../compare/compare-baseline.ts';
import type {BaselineComparison} from '../compare/compare-baseline.ts';
import {toSide} from '../compare/side.ts';
import type {Side} from '../compare/side.ts';
import {exitCodes} from '../error.ts';
import type {ExitCode} from '../error.ts';
import type {Report} from '../report/report.ts';
import type {InconclusivePolicy} from '../run/run-suite.ts';
import {readReport} from './read-report.ts';

export interface Baseline {
	readonly side: Side;
	/** Those of the user over the defaults. */
	readonly limits: Readonly<Record<string, number>>;
}

/** @throws GatequakeError with exit code 2 where it cannot be read. */
export async function readBaseline(word: string, limits: Readonly<Record<string, number>>, cwd: string): Promise<Baseline> {
	const {report, source} = await readReport(word, cwd);
	return {side: toSide(report, 'baseline', source), limits: {...defaultLimits, ...limits}};
}

/** The report with what changed in it; its exit code is then that of the change, not of the verdicts. */
export function withBaseline(report: Report, exitCode: ExitCode, {side, limits}: Baseline, inconclusive: InconclusivePolicy): Report {
	const baseline = compareBaseline(side, toSide(report, 'this run', 'this run'), {limits, planned: report.plan.runs});
	return {...report, baseline, exitCode: baselineExitCode(report, exitCode, baseline, inconclusive)};
}

/** A run that was interrupted, or a harness that failed, stays what it is. */
function baselineExitCode({runs}: Report, exitCode: ExitCode, baseline: BaselineComparison, inconclusive: InconclusivePolicy): ExitCode {
	if (exitCode === exitCodes.interrupted || exitCode === exitCodes.harness) return exitCode;
	if (gotWorse(baseline)) return exitCodes.fail;
	const isUnproven = runs.length === 0 || runs.some(({verdict}) => verdict === 'inconclusive');
	return isUnproven && inconclusive.kind !== 'warn' ? exitCodes.inconclusive : exitCodes.pass;
}
