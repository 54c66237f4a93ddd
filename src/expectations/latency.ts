// latency: how long requests took, from the time they were due. Of errors it tells a time-out from a refusal.
import {quantiles} from '../timeline/quantiles.ts';
import {latencyMs} from '../timeline/sample-rows.ts';
import {chooseRows, methodChecker, rowsInWords, spanOf, windowChecker} from './choose-rows.ts';
import type {ExpectedMethod, ExpectedWindow} from './choose-rows.ts';
import type {Range} from './expectation.ts';
import {number, oneOf, range} from './options.ts';
import {isIn} from './ranges.ts';
import {nothingDue, requestLines} from './request-line.ts';
import {atLeastOneOf, defineRule} from './rule.ts';
import {milliseconds, rangeWords} from './words.ts';

export interface LatencyOptions {
	/** `all` that were sent and ended, the `good` ones, or the `errors`. Default: `all`. */
	readonly of?: 'all' | 'good' | 'errors';
	/** Default: `fault`. */
	readonly window?: ExpectedWindow;
	/** Median in ms. */
	readonly p50Ms?: Range;
	/** The time that 99 % take at most, in ms. */
	readonly p99Ms?: Range;
	/** Longest allowed, in ms. */
	readonly maxMs?: number;
	/** Default: both. */
	readonly method?: ExpectedMethod;
}

export const latency = defineRule<LatencyOptions>({
	kind: 'latency',
	summary: 'requests, or errors, take as long as stated',
	checkers: {
		of: oneOf(['all', 'good', 'errors']),
		window: windowChecker,
		p50Ms: range({min: 0}),
		p99Ms: range({min: 0}),
		maxMs: number({min: 0}),
		method: methodChecker,
	},
	check: atLeastOneOf(['p50Ms', 'p99Ms', 'maxMs']),
	judge({of = 'all', window = 'fault', p50Ms, p99Ms, maxMs, method}, {timeline, facts}) {
		const {samples} = timeline;
		const due = chooseRows(samples, spanOf(facts, window), method);
		const which = of === 'all' ? '' : of === 'good' ? 'good ' : 'failed ';
		const wanted = [
			...(p50Ms === undefined ? [] : [`p50 of ${rangeWords(p50Ms, 'ms')}`]),
			...(p99Ms === undefined ? [] : [`p99 of ${rangeWords(p99Ms, 'ms')}`]),
			...(maxMs === undefined ? [] : [`at most ${milliseconds(maxMs)}`]),
		];
		const expected = `${wanted.join(' and ')} for ${which}${rowsInWords(window, method)}`;
		if (due.length === 0) return nothingDue(expected, rowsInWords(window, method));

		const rows = due
			.filter((row) => (of === 'all' || (facts.good[row] === 1) === (of === 'good')) && Number.isFinite(latencyMs(samples, row)))
			.sort((a, b) => latencyMs(samples, b) - latencyMs(samples, a));
		if (rows.length === 0) return {verdict: 'fail', expected, observed: `no ${which}request among ${due.length}`, evidence: []};
		const took = rows.map((row) => latencyMs(samples, row));
		const [p50 = 0, p99 = 0, max = 0] = quantiles(took, [0.5, 0.99, 1]).map((value) => value ?? 0);
		const fits = (p50Ms === undefined || isIn(p50, p50Ms)) && (p99Ms === undefined || isIn(p99, p99Ms)) && max <= (maxMs ?? Infinity);
		const observed = `p50 ${milliseconds(p50)}, p99 ${milliseconds(p99)}, max ${milliseconds(max)} of ${rows.length} ${which}requests`;
		return {verdict: fits ? 'pass' : 'fail', expected, observed, evidence: fits ? [] : requestLines(samples, rows, 5)};
	},
});
