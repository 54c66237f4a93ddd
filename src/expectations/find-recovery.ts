// Finds the instant from which the service was as good as before: the first intended time at or after the end of the fault from which
// one second holds a good share of at least the baseline's less one point, and 95 % of the baseline's goodput for what was due in it. Every try
// counts: a service that clients have to ask twice is not back.
import {dueAtMs, endedAtMs, firstDueFrom} from '../timeline/sample-rows.ts';
import type {SampleSet} from '../timeline/sample.ts';
import type {Recovery, WindowFacts} from './facts.ts';

const secondMs = 1000;
const goodSharePoints = 0.01;
const goodputShare = 0.95;

export interface RecoveryContext {
	readonly samples: SampleSet;
	readonly good: Uint8Array;
	readonly baseline: WindowFacts;
	readonly clear: {readonly effectiveMs: number; readonly uncertaintyMs: number};
	readonly stoppedMs: number;
	/** The most that a sample can be off, where generators of several machines made them. */
	readonly clockUncertaintyMs: number;
}

/** A second that the load did not fill to its end proves nothing: then it is `notWithinMs`, the length of what was watched. */
export function findRecovery({samples, good, baseline, clear, stoppedMs, clockUncertaintyMs}: RecoveryContext): Recovery {
	const neededGoodShare = shareOf(baseline.good, baseline.intended) - goodSharePoints;
	const baselineSeconds = (baseline.toMs - baseline.fromMs) / secondMs;
	const baselineDuePerSecond = baselineSeconds > 0 ? baseline.intended / baselineSeconds : 0;
	const goodBefore = runningSum(good, samples.count);
	const goodEndsMs = endsOfGood(samples, good);

	for (let row = firstDueFrom(samples, clear.effectiveMs); row < samples.count; row++) {
		const fromMs = dueAtMs(samples, row);
		if (fromMs + secondMs > stoppedMs) break;
		const end = firstDueFrom(samples, fromMs + secondMs);
		const goodCount = (goodBefore[end] ?? 0) - (goodBefore[row] ?? 0);
		if (shareOf(goodCount, end - row) < neededGoodShare) continue;
		// As good as in the baseline is: keeping up with what is due now, be that more (steps of the rate, clients that try again) or less.
		const dueShare = baselineDuePerSecond > 0 ? (end - row) / baselineDuePerSecond : 1;
		const completed = countIn(goodEndsMs, fromMs, fromMs + secondMs);
		if (completed < goodputShare * baseline.goodputPerSecond * dueShare) continue;
		const previousMs = row > 0 ? dueAtMs(samples, row - 1) : fromMs;
		const uncertaintyMs = fromMs - previousMs + clear.uncertaintyMs + clockUncertaintyMs;
		return {atMs: fromMs, afterClearMs: fromMs - clear.effectiveMs, uncertaintyMs};
	}

	return {notWithinMs: Math.max(0, stoppedMs - clear.effectiveMs)};
}

function shareOf(part: number, whole: number): number {
	return whole === 0 ? 0 : part / whole;
}

function runningSum(good: Uint8Array, count: number): Uint32Array {
	const sums = new Uint32Array(count + 1);
	for (let row = 0; row < count; row++) sums[row + 1] = (sums[row] ?? 0) + (good[row] ?? 0);
	return sums;
}

function endsOfGood(samples: SampleSet, good: Uint8Array): Float64Array {
	const ends = new Float64Array(samples.count).fill(Number.POSITIVE_INFINITY);
	for (let row = 0; row < samples.count; row++) {
		if (good[row] === 1) ends[row] = endedAtMs(samples, row);
	}

	return ends.sort();
}

function countIn(sorted: Float64Array, fromMs: number, toMs: number): number {
	return firstFrom(sorted, toMs) - firstFrom(sorted, fromMs);
}

function firstFrom(sorted: Float64Array, atMs: number): number {
	let low = 0;
	let high = sorted.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if ((sorted[middle] ?? 0) < atMs) low = middle + 1;
		else high = middle;
	}

	return low;
}
