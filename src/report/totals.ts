// What a report as a whole comes to: the worst verdict, the counts, and the exit code.
import {exitCodes} from '../error.ts';
import type {ExitCode} from '../error.ts';
import {mergeVerdicts} from '../expectations/judge.ts';
import type {Verdict} from '../expectations/expectation.ts';
import type {Report, RunReport} from './report.ts';

export interface Totalled extends Pick<Report, 'errors' | 'interrupted' | 'baseline'> {
	readonly runs: readonly Pick<RunReport, 'verdict' | 'cleanup'>[];
}

/** `isUnprovenGreen`: an inconclusive run is only a warning (`--inconclusive warn`). With a baseline, only what got worse fails. */
export function totalsOf(report: Totalled, isUnprovenGreen: boolean): Pick<Report, 'verdict' | 'exitCode' | 'counts'> {
	const verdicts = report.runs.map(({verdict}) => verdict);
	const count = (verdict: Verdict) => verdicts.filter((one) => one === verdict).length;
	return {
		verdict: mergeVerdicts(verdicts),
		exitCode: exitCodeOf(report, isUnprovenGreen),
		counts: {pass: count('pass'), fail: count('fail'), inconclusive: count('inconclusive')},
	};
}

/** Where several apply: 130 > 2 > 4 > 1 > 3 > 0; 2 is thrown before there is a report. */
function exitCodeOf({runs, errors, interrupted, baseline}: Totalled, isUnprovenGreen: boolean): ExitCode {
	if (interrupted) {
		return exitCodes.interrupted;
	}

	if (errors.length > 0 || runs.some(({cleanup}) => !cleanup.ok)) {
		return exitCodes.harness;
	}

	if (baseline === null ? runs.some(({verdict}) => verdict === 'fail') : baseline.changed.some(({direction}) => direction === 'worse')) {
		return exitCodes.fail;
	}

	const isProven = runs.length > 0 && runs.every(({verdict}) => verdict !== 'inconclusive');
	return isProven || isUnprovenGreen ? exitCodes.pass : exitCodes.inconclusive;
}
