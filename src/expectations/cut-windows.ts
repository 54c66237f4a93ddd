// Cuts a run into baseline, fault and recovery by its marks, and sums up what happened to the requests due in each.
import {markOf} from '../timeline/marks.ts';
import {quantiles} from '../timeline/quantiles.ts';
import {dueAtMs, endedAtMs, outcomeOf, outcomeWord, rowsDueIn, sentAtMs, wasSent} from '../timeline/sample-rows.ts';
import {isFirstTry, lastTryFinder} from '../timeline/last-try.ts';
import type {MarkEvent, SampleSet, Timeline} from '../timeline/timeline.ts';
import type {Facts, WindowFacts, WindowSpan} from './facts.ts';

export interface Windows {
	readonly baseline: WindowSpan;
	readonly fault: WindowSpan | null;
	readonly recovery: WindowSpan | null;
	readonly inject: Facts['inject'];
	readonly clear: Facts['clear'];
	/** When no request was due any more. */
	readonly stoppedMs: number;
	readonly normal: NormalDurations;
}

/** From send to end, of the good requests of the baseline; 0 where there were none. */
export interface NormalDurations {
	readonly p90Ms: number;
	readonly p99Ms: number;
	readonly maxMs: number;
}

/** The most that a sample can be off, where generators of other machines took part; those of one machine share the timeline's clock. */
export function clockUncertaintyMs({generator}: Pick<Timeline, 'generator'>): number {
	return Math.max(0, ...(generator?.machines ?? []).map(({clock}) => clock.uncertaintyMs));
}

/**
 * Baseline: from the end of the warm-up until the injection was asked for. Fault: from its observed effect to the observed end of it, without
 * the stretches at both ends of which nobody knows (`uncertaintyMs`). Recovery: from the observed end to the end of the load. Without a fault,
 * the windows stand where the plan had them.
 */
export function cutWindows(timeline: Timeline, good: Uint8Array): Windows {
	const {plan, samples} = timeline;
	const startedMs = markOf(timeline, 'load-started')?.atMs ?? (samples.count > 0 ? dueAtMs(samples, 0) : 0);
	const lastDueMs = samples.count > 0 ? dueAtMs(samples, samples.count - 1) : startedMs;
	const stoppedMs = markOf(timeline, 'load-stopped')?.atMs ?? lastDueMs + 1000 / plan.load.ratePerSecond;
	const fromMs = Math.min(startedMs + plan.phases.warmupMs, stoppedMs);
	const baselineEnded = markOf(timeline, 'baseline-ended')?.atMs;
	const inject = observed(markOf(timeline, 'inject-requested'), markOf(timeline, 'inject-effective'));
	const clear = observed(markOf(timeline, 'clear-requested'), markOf(timeline, 'clear-effective'));

	const askedMs = Math.max(fromMs, Math.min(baselineEnded ?? stoppedMs, inject?.requestedMs ?? stoppedMs, stoppedMs));
	const normal = normalDurations(samples, good, {fromMs, toMs: askedMs});
	const clockMs = clockUncertaintyMs(timeline);
	// A request due just before the effect is in flight when it comes, and belongs to neither window.
	const untouchedMs = inject === null ? askedMs : inject.effectiveMs - inject.uncertaintyMs - clockMs - normal.p99Ms;
	const baseline = {fromMs, toMs: Math.max(fromMs, Math.min(askedMs, untouchedMs))};

	if (inject !== null) {
		const surelyFromMs = inject.effectiveMs + inject.uncertaintyMs + clockMs;
		const surelyToMs = clear === null ? stoppedMs : clear.effectiveMs - clear.uncertaintyMs - clockMs;
		const fault = {fromMs: surelyFromMs, toMs: Math.max(surelyFromMs, surelyToMs)};
		const recovery = clear === null ? null : {fromMs: clear.effectiveMs + clockMs, toMs: Math.max(clear.effectiveMs + clockMs, stoppedMs)};
		return {baseline, fault, recovery, inject, clear, stoppedMs, normal};
	}

	const planned = plan.fault === null || plan.mode === 'withheld';
	const endMs = (baselineEnded ?? fromMs + plan.phases.baselineMs) + plan.phases.faultMs;
	const fault = planned && plan.phases.faultMs > 0 ? {fromMs: endMs - plan.phases.faultMs, toMs: Math.min(endMs, stoppedMs)} : null;
	const recovery = planned && stoppedMs > endMs ? {fromMs: endMs, toMs: stoppedMs} : null;
	return {baseline, fault, recovery, inject, clear, stoppedMs, normal};
}

/** What clients were left with whose requests were first due in a span. */
export function windowFacts(samples: SampleSet, good: Uint8Array, span: WindowSpan): WindowFacts {
	const {first, end} = rowsDueIn(samples, span.fromMs, span.toMs);
	const lastTryOf = lastTryFinder(samples);
	const outcomes: Record<string, number> = {};
	const latenciesMs: number[] = [];
	let [intended, sent, goodCount] = [0, 0, 0];
	for (let row = first; row < end; row++) {
		if (!isFirstTry(samples, row)) continue;
		intended++;
		const last = lastTryOf(row);
		const word = outcomeWord(samples, last);
		outcomes[word] = (outcomes[word] ?? 0) + 1;
		if (wasSent(samples, last)) sent++;
		goodCount += good[last] ?? 0;
		if (outcomeOf(samples, last) === 'status') latenciesMs.push(endedAtMs(samples, last) - dueAtMs(samples, row));
	}

	const [p50Ms = null, p99Ms = null] = quantiles(latenciesMs, [0.5, 0.99]);
	const seconds = (span.toMs - span.fromMs) / 1000;
	const goodputPerSecond = seconds > 0 ? goodCount / seconds : 0;
	const retries = end - first - intended;
	return {...span, intended, sent, unsent: intended - sent, good: goodCount, retries, outcomes, p50Ms, p99Ms, goodputPerSecond};
}

function observed(requested: MarkEvent | undefined, effective: MarkEvent | undefined): Facts['inject'] {
	if (effective === undefined) return null;
	const {atMs, uncertaintyMs} = effective;
	return {requestedMs: requested?.atMs ?? atMs, effectiveMs: atMs, uncertaintyMs};
}

function normalDurations(samples: SampleSet, good: Uint8Array, span: WindowSpan): NormalDurations {
	const {first, end} = rowsDueIn(samples, span.fromMs, span.toMs);
	const durationsMs: number[] = [];
	for (let row = first; row < end; row++) {
		if (good[row] === 1) durationsMs.push(endedAtMs(samples, row) - sentAtMs(samples, row));
	}

	const [p90Ms, p99Ms, maxMs] = quantiles(durationsMs, [0.9, 0.99, 1]);
	return {p90Ms: p90Ms ?? 0, p99Ms: p99Ms ?? 0, maxMs: maxMs ?? 0};
}
