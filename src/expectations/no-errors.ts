// noErrors: every request is answered well in the end, or all but so many: of clients that try again, the last try counts. It also passes where the fault was withheld, so it is never the
// expectation that shows a fault: name another one as sensitive.
import {outcomeWord, wasSent} from '../timeline/sample-rows.ts';
import {chooseLastTries, methodChecker, rowsInWords, spanOf, windowChecker} from './choose-rows.ts';
import type {ExpectedMethod, ExpectedWindow} from './choose-rows.ts';
import {number, share as shareChecker} from './options.ts';
import {nothingDue, requestLines} from './request-line.ts';
import {defineRule} from './rule.ts';
import {countOf, percent, tallyWords} from './words.ts';

export interface NoErrorsOptions {
	/** Default: `run`, that is baseline, fault and recovery. */
	readonly window?: ExpectedWindow;
	/** Number of errors that are allowed. Default: 0. */
	readonly allow?: number;
	/** Share of requests that may fail, 0 to 1. Default: 0. The larger of the two allowances counts. */
	readonly share?: number;
	/** Default: both. */
	readonly method?: ExpectedMethod;
}

export const noErrors = defineRule<NoErrorsOptions>({
	kind: 'noErrors',
	summary: 'every request is answered well, but for a stated allowance',
	checkers: {window: windowChecker, allow: number({min: 0, integer: true}), share: shareChecker, method: methodChecker},
	judge({window = 'run', allow = 0, share = 0, method}, {timeline, facts}) {
		const {samples} = timeline;
		const rows = chooseLastTries(samples, spanOf(facts, window), method);
		const allowance = [...(allow > 0 ? [`${allow}`] : []), ...(share > 0 ? [percent(share)] : [])].join(' or ');
		const expected = `${allowance === '' ? 'no' : `at most ${allowance}`} errors among ${rowsInWords(window, method)}`;
		if (rows.length === 0) return nothingDue(expected, rowsInWords(window, method));

		const failed = rows.filter((row) => facts.good[row] !== 1);
		const counts: Record<string, number> = {};
		for (const row of failed) counts[outcomeWord(samples, row)] = (counts[outcomeWord(samples, row)] ?? 0) + 1;
		const observed = `${countOf(failed.length, rows.length)} failed${failed.length === 0 ? '' : `: ${tallyWords(counts)}`}`;
		// What was never sent says nothing of the gateway: it might have failed, or not.
		const surely = failed.filter((row) => wasSent(samples, row)).length;
		const allowed = Math.max(allow, share * rows.length);
		const verdict = failed.length <= allowed ? 'pass' : surely > allowed ? 'fail' : 'inconclusive';
		return {verdict, expected, observed, evidence: requestLines(samples, failed)};
	},
});
