// When each request is due, computed from the order and the beginnings of the windows alone, never from answers: that is what makes the loop
// open. Generator and harness compute it from the same numbers, so the harness knows every request that should have been.
import {seededRandom} from './random.ts';
import type {LoadPlan, RateStepPlan} from '../scenario/plan.ts';

/** What decides when requests are due. */
export interface ScheduleOrder {
	readonly load: Pick<LoadPlan, 'ratePerSecond' | 'rateSteps' | 'arrivals'>;
	readonly maxDurationMs: number;
	readonly seed: number;
}

/** From when the steps of a window count, ms since t0; a window that has not begun is not there, nor are its steps. */
export type WindowStarts = Readonly<Partial<Record<RateStepPlan['from'], number>>>;

/** Due times in ms since t0, ascending, all below `maxDurationMs`. A window that begins changes nothing before its beginning. */
export function makeSchedule(order: ScheduleOrder, starts: WindowStarts = {}): Float64Array {
	const advance = order.load.arrivals === 'poisson' ? poissonGaps(order.seed) : () => 1;
	const due = new Float64Array(scheduleRoom(order));
	let count = 0;
	// The schedule walks along the expected number of requests; the first one is due at once.
	let expected = order.load.arrivals === 'poisson' ? advance() : 0;
	for (const segment of segmentsOf(changesOf(order.load, starts), order.maxDurationMs)) {
		while (expected < segment.expectedTo && count < due.length) {
			due[count++] = timeIn(segment, expected);
			expected += advance();
		}
	}
	return due.subarray(0, count);
}

/** The most requests that a schedule of this order can have: the highest rate all the time, and ten standard deviations of Poisson arrivals. */
export function scheduleRoom(order: ScheduleOrder): number {
	const most = (peakRatePerSecond(order.load) * order.maxDurationMs) / 1000;
	const spread = order.load.arrivals === 'poisson' ? 10 * Math.sqrt(most) : 0;
	return Math.ceil(most + spread) + 2;
}

/** The highest rate of the order: what in-flight requests and descriptors must hold. */
export function peakRatePerSecond({ratePerSecond, rateSteps}: Pick<LoadPlan, 'ratePerSecond' | 'rateSteps'>): number {
	return ratePerSecond * Math.max(1, ...rateSteps.map(({times}) => times));
}

/** A part of the schedule that one of several generators sends: every `count`-th request, from `index` on. */
export interface GeneratorShare {
	readonly index: number;
	readonly count: number;
}

interface RateChange {
	readonly atMs: number;
	/** Requests per ms. */
	readonly rate: number;
	readonly rampMs: number;
}

/** In the order of time; the end of a step gives way to one that begins with it. */
function changesOf({ratePerSecond, rateSteps}: ScheduleOrder['load'], starts: WindowStarts): readonly RateChange[] {
	const rate = ratePerSecond / 1000;
	const begun = rateSteps.flatMap((step) => {
		const startMs = starts[step.from];
		return startMs === undefined ? [] : [{...step, atMs: startMs + step.afterMs}];
	});
	const ends = begun.flatMap(({atMs, forMs}) => (forMs === null ? [] : [{atMs: atMs + forMs, rate, rampMs: 0}]));
	const beginnings = begun.map(({atMs, times, rampMs}) => ({atMs, rate: rate * times, rampMs}));
	return [{atMs: 0, rate, rampMs: 0}, ...[...ends, ...beginnings].toSorted((a, b) => a.atMs - b.atMs)];
}

interface Segment {
	readonly fromMs: number;
	readonly toMs: number;
	/** Rates per ms at both ends; different on a ramp. */
	readonly fromRate: number;
	readonly toRate: number;
	readonly expectedFrom: number;
	readonly expectedTo: number;
}

function segmentsOf(changes: readonly RateChange[], durationMs: number): readonly Segment[] {
	const segments: Segment[] = [];
	let expected = 0;
	let rate = changes[0]?.rate ?? 0;
	const add = (fromMs: number, toMs: number, toRate: number) => {
		if (toMs <= fromMs) return;
		const expectedTo = expected + ((rate + toRate) / 2) * (toMs - fromMs);
		segments.push({fromMs, toMs, fromRate: rate, toRate, expectedFrom: expected, expectedTo});
		expected = expectedTo;
		rate = toRate;
	};
	for (const [index, change] of changes.entries()) {
		const nextMs = Math.min(changes[index + 1]?.atMs ?? durationMs, durationMs);
		const rampEndMs = Math.min(change.atMs + change.rampMs, nextMs);
		// A ramp that another change cuts short gets as far as it gets.
		const reached = change.rampMs === 0 ? 1 : Math.max(0, (rampEndMs - change.atMs) / change.rampMs);
		add(change.atMs, rampEndMs, rate + (change.rate - rate) * reached);
		if (reached < 1) continue;
		rate = change.rate;
		add(rampEndMs, nextMs, rate);
	}
	return segments;
}

/** The instant in a segment at which `expected` requests are due on average: the root of a linear or quadratic equation. */
function timeIn(segment: Segment, expected: number): number {
	const missing = expected - segment.expectedFrom;
	const slope = (segment.toRate - segment.fromRate) / (segment.toMs - segment.fromMs);
	if (slope === 0) return segment.fromMs + missing / segment.fromRate;
	const root = Math.sqrt(segment.fromRate ** 2 + 2 * slope * missing);
	return segment.fromMs + (2 * missing) / (segment.fromRate + root);
}

function poissonGaps(seed: number): () => number {
	const random = seededRandom(seed);
	return () => -Math.log(1 - random());
}
