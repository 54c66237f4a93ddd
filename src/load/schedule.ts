// When each request is due, computed before the run and never changed by it: that is what makes the loop open.
// Generator and harness compute it from the same order, so the harness knows every request that should have been.
import {seededRandom} from './random.ts';
import type {OpenLoopOrder, RateStep} from './load.ts';

/** Due times in ms since t0, ascending, all below `maxDurationMs`. In shared memory, so that the metronome reads the same numbers. */
export function makeSchedule(order: OpenLoopOrder): Float64Array<SharedArrayBuffer> {
	const steps = stepsOf(order);
	const advance = order.load.arrivals === 'poisson' ? poissonGaps(order.seed) : () => 1;
	const due = new Float64Array(new SharedArrayBuffer(8 * capacityOf(order, steps)));
	let count = 0;
	// The schedule walks along the expected number of requests; the first one is due at once.
	let expected = order.load.arrivals === 'poisson' ? advance() : 0;
	for (const segment of segmentsOf(steps, order.maxDurationMs)) {
		while (expected < segment.expectedTo && count < due.length) {
			due[count++] = timeIn(segment, expected);
			expected += advance();
		}
	}
	return due.subarray(0, count);
}

/** The requests of one of several generators: every `count`-th, from `index` on. */
export function shareOfSchedule(schedule: Float64Array, {index, count}: GeneratorShare): Float64Array<SharedArrayBuffer> {
	const size = Math.max(0, Math.ceil((schedule.length - index) / count));
	const share = new Float64Array(new SharedArrayBuffer(8 * size));
	for (let at = 0; at < size; at++) share[at] = schedule[index + at * count] ?? 0;
	return share;
}

export interface GeneratorShare {
	readonly index: number;
	readonly count: number;
}

export const wholeShare: GeneratorShare = {index: 0, count: 1};

/** The highest rate of the order: what in-flight requests and descriptors must hold. */
export function peakRatePerSecond(order: OpenLoopOrder): number {
	return Math.max(...stepsOf(order).map((step) => step.ratePerSecond));
}

/** How many requests the order has on average. */
export function expectedRequests(order: OpenLoopOrder): number {
	return segmentsOf(stepsOf(order), order.maxDurationMs).at(-1)?.expectedTo ?? 0;
}

function stepsOf(order: OpenLoopOrder): readonly RateStep[] {
	return [{atMs: 0, ratePerSecond: order.load.ratePerSecond}, ...(order.extras?.rateSteps ?? [])];
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

function segmentsOf(steps: readonly RateStep[], durationMs: number): Segment[] {
	const segments: Segment[] = [];
	let expected = 0;
	let rate = (steps[0]?.ratePerSecond ?? 0) / 1000;
	const add = (fromMs: number, toMs: number, toRate: number) => {
		const end = Math.min(toMs, durationMs);
		if (end <= fromMs) return;
		const rateAtEnd = end === toMs ? toRate : rate + ((toRate - rate) * (end - fromMs)) / (toMs - fromMs);
		const expectedTo = expected + ((rate + rateAtEnd) / 2) * (end - fromMs);
		segments.push({fromMs, toMs: end, fromRate: rate, toRate: rateAtEnd, expectedFrom: expected, expectedTo});
		expected = expectedTo;
	};
	for (const [index, step] of steps.entries()) {
		const target = step.ratePerSecond / 1000;
		const next = steps[index + 1]?.atMs ?? durationMs;
		const rampEnd = Math.min(step.atMs + (step.rampMs ?? 0), next);
		add(step.atMs, rampEnd, target);
		rate = target;
		add(rampEnd, next, target);
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

/** Room for the whole schedule: exact for uniform arrivals, ten standard deviations for Poisson. */
function capacityOf(order: OpenLoopOrder, steps: readonly RateStep[]): number {
	const expected = segmentsOf(steps, order.maxDurationMs).at(-1)?.expectedTo ?? 0;
	const spread = order.load.arrivals === 'poisson' ? 10 * Math.sqrt(expected) : 0;
	return Math.ceil(expected + spread) + 2;
}
