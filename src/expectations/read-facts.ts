// Reads off a timeline, once, what the rules and the report need. It is total: a run that broke before its load began has facts too.
import {rowsDueIn} from '../timeline/sample-rows.ts';
import type {Timeline} from '../timeline/timeline.ts';
import {errorMaker} from './attribute-errors.ts';
import {countAttempts} from './count-attempts.ts';
import {clockUncertaintyMs, cutWindows, windowFacts} from './cut-windows.ts';
import type {Facts, WindowSpan} from './facts.ts';
import {findOutages} from './find-outages.ts';
import {findRecovery} from './find-recovery.ts';
import {markGood} from './good.ts';
import {areCausesReadable, causeFinder, countCauses} from './read-causes.ts';
import {readLedger} from './read-ledger.ts';

export function readFacts(timeline: Timeline): Facts {
	const {samples, plan} = timeline;
	const good = markGood(timeline);
	const cut = cutWindows(timeline, good);
	const clockMs = clockUncertaintyMs(timeline);
	const summed = (span: WindowSpan | null) => (span === null ? null : windowFacts(samples, good, span));
	const baseline = windowFacts(samples, good, cut.baseline);
	const failedRows = cut.fault === null ? [] : failedRowsIn(timeline, good, cut.fault);
	const attempts = cut.fault === null ? null : countAttempts(timeline, cut.fault);

	return {
		windows: {baseline, fault: summed(cut.fault), recovery: summed(cut.recovery)},
		inject: cut.inject,
		clear: cut.clear,
		outages: findOutages({
			samples,
			good,
			span: {fromMs: cut.baseline.fromMs, toMs: cut.stoppedMs},
			baselineFailedShare: baseline.intended === 0 ? 0 : 1 - baseline.good / baseline.intended,
			ratePerSecond: plan.load.ratePerSecond,
			normal: cut.normal,
			gaps: timeline.generator?.gaps ?? [],
			clockUncertaintyMs: clockMs,
		}),
		recovery:
			cut.clear === null
				? null
				: findRecovery({
						samples,
						good,
						baseline,
						clear: cut.clear,
						stoppedMs: cut.stoppedMs,
						clockUncertaintyMs: clockMs,
					}),
		ledger: readLedger(timeline),
		attribution: attribution(timeline, failedRows),
		causes: countCauses(failedRows, causeFinder(timeline)),
		attemptsPerRequest: attempts === null || attempts.requests === 0 ? null : attempts.arrivals / attempts.requests,
		good,
		causesReadable: areCausesReadable(timeline),
	};
}

function failedRowsIn({samples}: Timeline, good: Uint8Array, span: WindowSpan): readonly number[] {
	const {first, end} = rowsDueIn(samples, span.fromMs, span.toMs);
	return Array.from({length: end - first}, (_, index) => first + index).filter((row) => good[row] !== 1);
}

function attribution(timeline: Timeline, failedRows: readonly number[]): Facts['attribution'] {
	const makerOf = errorMaker(timeline);
	const counts = {gateway: 0, inner: 0, upstream: 0, unknown: 0};
	for (const row of failedRows) counts[makerOf(row)]++;
	const {inner, ...others} = counts;
	return inner === 0 ? others : counts;
}
