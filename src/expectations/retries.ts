// retries: how often a request arrives at apps, or at gateways behind the one under test. More than once per request means that it was tried again
// before it got there: with two gateways in a row the tries of both multiply at the apps.
import {rowFinder} from '../timeline/sample-rows.ts';
import {methodChecker, rowsInWords, spanOf, windowChecker} from './choose-rows.ts';
import type {ExpectedMethod, ExpectedWindow} from './choose-rows.ts';
import {countAttempts} from './count-attempts.ts';
import type {ArrivedAt} from './count-attempts.ts';
import type {Range} from './expectation.ts';
import {oneOf, range, required} from './options.ts';
import {isIn} from './ranges.ts';
import {nothingDue, requestLines} from './request-line.ts';
import {defineRule, needsOwnApps} from './rule.ts';
import {rangeWords} from './words.ts';

export interface RetriesOptions {
	/** Arrivals per request that got there. [1, 1]: nothing is tried again. */
	readonly attemptsPerRequest: Range;
	/** Where arrivals are counted: at apps, by their journals, or at the inner gateways, by their access logs. Default: `apps`. */
	readonly at?: ArrivedAt;
	/** Default: both. */
	readonly method?: ExpectedMethod;
	/** Default: `fault`. */
	readonly window?: ExpectedWindow;
}

export const retries = defineRule<RetriesOptions>({
	kind: 'retries',
	summary: 'arrivals per request at apps, or at gateways behind the one under test: what was tried again',
	checkers: {attemptsPerRequest: required(range({min: 0})), at: oneOf(['apps', 'inner']), method: methodChecker, window: windowChecker},
	onForeign: needsOwnApps('look for tries again in the access log of the gateway'),
	judge({attemptsPerRequest, at = 'apps', method, window = 'fault'}, {timeline, facts}) {
		const place = at === 'apps' ? 'an app' : 'an inner gateway';
		const expected = `${rangeWords(attemptsPerRequest)} arrivals per request, of ${rowsInWords(window, method)} that reached ${place}`;
		const span = spanOf(facts, window);
		const found = span === null ? null : countAttempts(timeline, span, {at, method});
		if (found === null || found.requests === 0)
			return nothingDue(expected, `request reached ${place}, by ${at === 'apps' ? 'the journals' : 'its log'}`);

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
