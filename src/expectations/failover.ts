// failover: other upstreams take over. A share of requests is answered well, by the upstreams that are named.
import type {RunPlan} from '../scenario/plan.ts';
import {chooseRows, methodChecker, rowsInWords, spanOf, windowChecker} from './choose-rows.ts';
import type {ExpectedMethod, ExpectedWindow} from './choose-rows.ts';
import type {Range} from './expectation.ts';
import {array, required, shareRange, string} from './options.ts';
import {judgeShare} from './ranges.ts';
import {nothingDue, requestLines} from './request-line.ts';
import {defineRule, needsOwnApps} from './rule.ts';
import {countOf, shareWords, tallyWords} from './words.ts';

export interface FailoverOptions {
	/** Names of the upstreams that must answer: `['app2', 'app3']`. */
	readonly to: readonly string[];
	/** Share of the requests due in the window, 0 to 1. Default: [0.99, 1]. */
	readonly share?: Range;
	/** Default: `fault`. */
	readonly window?: ExpectedWindow;
	/** Default: both. */
	readonly method?: ExpectedMethod;
}

export const failover = defineRule<FailoverOptions>({
	kind: 'failover',
	summary: 'a share of requests is answered well, by the named upstreams',
	checkers: {to: required(array(string, {minLength: 1})), share: shareRange, window: windowChecker, method: methodChecker},
	onForeign: needsOwnApps('expect.noErrors() or expect.errors() say whether another upstream took over'),
	judge({to, share = [0.99, 1], window = 'fault', method}, {timeline, facts, plan}) {
		const {samples} = timeline;
		const rows = chooseRows(samples, spanOf(facts, window), method);
		const expected = `good answers from ${to.join(' or ')} for ${shareWords(share)} of ${rowsInWords(window, method)}`;
		if (rows.length === 0) return nothingDue(expected, rowsInWords(window, method));

		const nameOf = (row: number) => upstreamName(plan, samples.upstream[row] ?? 0);
		const there = rows.filter((row) => facts.good[row] === 1 && to.includes(nameOf(row)));
		const counts: Record<string, number> = {};
		for (const row of rows) {
			const word = facts.good[row] === 1 ? `good from ${nameOf(row)}` : 'failed';
			counts[word] = (counts[word] ?? 0) + 1;
		}

		const set = new Set(there);
		const elsewhere = rows.filter((row) => !set.has(row));
		const verdict = judgeShare(there.length, 0, rows.length, share);
		return {
			verdict,
			expected,
			observed: `${countOf(there.length, rows.length)}; ${tallyWords(counts)}`,
			evidence: requestLines(samples, elsewhere, 5),
		};
	},
});

// The number in a sample is the one at the end of the upstream's name.
function upstreamName(plan: RunPlan, number: number): string {
	return plan.upstreams.find(({name}) => name === `app${number}`)?.name ?? (number === 0 ? 'no app' : `app${number}`);
}
