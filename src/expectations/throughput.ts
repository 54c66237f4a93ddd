// throughput: good answers per second against the baseline; and, where the scenario probes it, capacity after against before.
import {spanOf, windowChecker} from './choose-rows.ts';
import type {ExpectedWindow} from './choose-rows.ts';
import {windowFacts} from './cut-windows.ts';
import type {Verdict} from './expectation.ts';
import {share} from './options.ts';
import {nothingDue} from './request-line.ts';
import {atLeastOneOf, defineRule} from './rule.ts';
import {percent} from './words.ts';

export interface ThroughputOptions {
	/** Default: `recovery`. */
	readonly window?: ExpectedWindow;
	/** Good answers per second, at least this share (0 to 1) of the baseline's. */
	readonly atLeastShareOfBaseline?: number;
	/** Good answers per second, at most this share (0 to 1) of the baseline's. */
	readonly atMostShareOfBaseline?: number;
	/** Capacity by the closed-loop probe after recovery, at least this share (0 to 1) of the one before the baseline. */
	readonly capacityAtLeastShare?: number;
}

export const throughput = defineRule<ThroughputOptions>({
	kind: 'throughput',
	summary: 'good answers per second, as a share of the baseline',
	checkers: {window: windowChecker, atLeastShareOfBaseline: share, atMostShareOfBaseline: share, capacityAtLeastShare: share},
	check: atLeastOneOf(['atLeastShareOfBaseline', 'atMostShareOfBaseline', 'capacityAtLeastShare']),
	judge({window = 'recovery', atLeastShareOfBaseline, atMostShareOfBaseline, capacityAtLeastShare}, {timeline, facts}) {
		const wanted = [
			...(atLeastShareOfBaseline === undefined ? [] : [`at least ${percent(atLeastShareOfBaseline)} of the baseline's goodput`]),
			...(atMostShareOfBaseline === undefined ? [] : [`at most ${percent(atMostShareOfBaseline)} of the baseline's goodput`]),
			...(capacityAtLeastShare === undefined ? [] : [`capacity of at least ${percent(capacityAtLeastShare)} of the one before`]),
		];
		const expected = `${wanted.join(' and ')} in the ${window} window`;
		const span = spanOf(facts, window);
		const found = span === null ? null : windowFacts(timeline.samples, facts.good, span);
		const {baseline} = facts.windows;
		if (found === null || found.intended === 0 || baseline.goodputPerSecond === 0) return nothingDue(expected, 'goodput to compare');

		const part = found.goodputPerSecond / baseline.goodputPerSecond;
		// A window rarely ends on a request, so one more or less is no difference.
		const oneRequest = 1 / Math.max(1, Math.min(found.intended, baseline.intended));
		const fits = part + oneRequest >= (atLeastShareOfBaseline ?? 0) && part - oneRequest <= (atMostShareOfBaseline ?? Infinity);
		const rates = `${found.goodputPerSecond.toFixed(1)} good answers per second against ${baseline.goodputPerSecond.toFixed(1)} (${percent(part)})`;
		if (capacityAtLeastShare === undefined) return {verdict: fits ? 'pass' : 'fail', expected, observed: rates, evidence: []};

		const before = timeline.capacity?.beforePerSecond ?? null;
		const after = timeline.capacity?.afterPerSecond ?? null;
		const probed = before !== null && after !== null && before > 0;
		const capacity = probed ? `capacity ${after.toFixed(0)} against ${before.toFixed(0)} per second` : 'capacity was not measured';
		const holds: Verdict = probed ? (after / before >= capacityAtLeastShare ? 'pass' : 'fail') : 'inconclusive';
		return {verdict: fits ? holds : 'fail', expected, observed: `${rates}; ${capacity}`, evidence: []};
	},
});
