// retries: how often a request arrives at apps. More than once per request means that the gateway tried again.
import {rowFinder} from '../timeline/sample-rows.ts';
import {rowsInWords, spanOf, windowChecker} from './choose-rows.ts';
import type {ExpectedWindow} from './choose-rows.ts';
import {countAttempts} from './count-attempts.ts';
import type {Range} from './expectation.ts';
import {range, required} from './options.ts';
import {isIn} from './ranges.ts';
import {nothingDue, requestLines} from './request-line.ts';
import {defineRule} from './rule.ts';
import {rangeWords} from './words.ts';

export interface RetriesOptions {
	/** Arrivals at apps per request that reached an app. [1, 1]: nothing is tried again. */
	readonly attemptsPerRequest: Range;
	/** Default: `fault`. */
	readonly window?: ExpectedWindow;
}

export const retries = defineRule<RetriesOptions>({
	kind: 'retries',
	summary: 'arrivals at apps per request: what the gateway tried again',
	checkers: {attemptsPerRequest: required(range({min: 0})), window: windowChecker},
	judge({attemptsPerRequest, window = 'fault'}, {timeline, facts}) {
		const expected = `${rangeWords(attemptsPerRequest)} arrivals per request, of ${rowsInWords(window)} that reached an app`;
		const span = spanOf(facts, window);
		const found = span === null ? null : countAttempts(timeline, span);
		if (found === null || found.requests === 0) return nothingDue(expected, 'request reached an app, by the journals');

		const perRequest = found.arrivals / found.requests;
		const observed = `${perRequest.toFixed(3)} arrivals per request: ${found.arrivals} of ${found.requests} requests, ${found.repeatedIds.length} of them more than once`;
		const rowOf = rowFinder(timeline.samples);
		const evidence = requestLines(
			timeline.samples,
			found.repeatedIds.slice(0, 6).flatMap((id) => rowOf(id) ?? []),
			5,
		);
		return {verdict: isIn(perRequest, attemptsPerRequest) ? 'pass' : 'fail', expected, observed, evidence};
	},
});
