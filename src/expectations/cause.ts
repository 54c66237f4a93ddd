// cause: among the requests that failed, the gateway's own log names this cause, whatever the client got.
import type {Cause} from '../timeline/cause.ts';
import {resolveCauses} from './resolve-causes.ts';
import {causesChecker} from './causes-checker.ts';
import {chooseDecided, methodChecker, rowsInWords, windowChecker} from './choose-rows.ts';
import type {ExpectedMethod, ExpectedWindow} from './choose-rows.ts';
import type {Range} from './expectation.ts';
import {shareRange} from './options.ts';
import {judgeShare} from './ranges.ts';
import {causeFinder, countCauses} from './read-causes.ts';
import {nothingDue, requestLines} from './request-line.ts';
import {defineRule} from './rule.ts';
import {countOf, shareWords} from './words.ts';

export interface CauseOptions {
	/** The neutral cause (RFC 9209), or several of which one is named. */
	readonly is: Cause | readonly Cause[];
	/** Share of the failed requests, 0 to 1. Default: [0.99, 1]. */
	readonly share?: Range;
	/** Default: `fault`. */
	readonly window?: ExpectedWindow;
	/** Default: both. */
	readonly method?: ExpectedMethod;
}

export const cause = defineRule<CauseOptions>({
	kind: 'cause',
	summary: "a share of the failed requests has this cause in the gateway's log",
	checkers: {
		is: causesChecker,
		share: shareRange,
		window: windowChecker,
		method: methodChecker,
	},
	onForeign: (_options, {log}) =>
		log ? null : "it is read in the gateway's log: write `software: 'nginx'`, or what your gateway is, or expect.status({is: [502, 504]})",
	judge({is, share = [0.99, 1], window = 'fault', method}, {timeline, facts, plan}) {
		const {samples} = timeline;
		const asked = [is].flat();
		const {logged} = resolveCauses(plan.gateway.semantics, is);
		// A cause that the gateway's table does not know is looked for by its own name.
		const wanted: readonly Cause[] = [...asked, ...logged];
		const rows = chooseDecided(samples, facts, {window, method});
		const expected = `cause ${asked.join(' or ')} in the gateway's log for ${shareWords(share)} of failed ${rowsInWords(window, method)}`;
		if (rows.length === 0) return nothingDue(expected, rowsInWords(window, method));

		const failed = rows.filter((row) => facts.good[row] !== 1);
		if (failed.length === 0) return {verdict: 'fail', expected, observed: `none of ${rows.length} requests failed`, evidence: []};
		const causesOf = causeFinder(timeline);
		const named = failed.filter((row) => {
			// The last attempt's cause decided the answer.
			const last = causesOf(row).at(-1)?.cause ?? null;
			return last !== null && wanted.includes(last);
		});
		const unnamed = failed.filter((row) => causesOf(row).length === 0);
		const found = countCauses(failed, causesOf);
		const words = [
			...found.map((count) => `${count.cause} for ${countOf(count.requests, failed.length)}`),
			...(unnamed.length > 0 ? [`no cause in the log for ${countOf(unnamed.length, failed.length)}`] : []),
		];
		const verdict = judgeShare(named.length, unnamed.length, failed.length, share);
		const evidence = [...found.slice(0, 5).map(({line}) => line), ...requestLines(samples, verdict === 'pass' ? [] : unnamed, 5)];
		return {verdict, expected, observed: words.join(', '), evidence};
	},
});
