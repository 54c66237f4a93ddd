// From numbers to places on a chart: percent of its width for time, px for heights, and ticks that a person would have chosen.
import type {ChartBucket} from './report.ts';

export interface TimeScale {
	readonly fromMs: number;
	readonly toMs: number;
	readonly bucketMs: number;
	/** Percent of the plot's width, kept within it. */
	x(atMs: number): number;
	/** Instants that get a label. */
	readonly ticksMs: readonly number[];
}

/** `endMs` is where the last window ends: the last bucket is rarely full, and drawn to its full width would look like a drop. */
export function timeScale(buckets: readonly ChartBucket[], endMs: number = Number.POSITIVE_INFINITY): TimeScale {
	const fromMs = buckets[0]?.atMs ?? 0;
	const bucketMs = bucketLength(buckets);
	const lastMs = buckets.at(-1)?.atMs ?? 0;
	const toMs = endMs > lastMs ? Math.min(endMs, lastMs + bucketMs) : lastMs + bucketMs;
	const step = niceStep((toMs - fromMs) / 8);
	const ticksMs: number[] = [];
	for (let tick = Math.ceil(fromMs / step) * step; tick <= toMs; tick += step) {
		ticksMs.push(tick);
	}

	return {
		fromMs,
		toMs,
		bucketMs,
		ticksMs,
		x: (atMs) => Math.min(100, Math.max(0, (100 * (atMs - fromMs)) / (toMs - fromMs))),
	};
}

/** The least distance of two neighbours: a bucket without requests may be missing. */
export function bucketLength(buckets: readonly ChartBucket[]): number {
	const distances = buckets.slice(1).map(({atMs}, index) => atMs - (buckets[index]?.atMs ?? atMs));
	return Math.max(1, distances.length === 0 ? 100 : Math.round(distances.reduce((a, b) => Math.min(a, b))));
}

/** Instants carry fractions, so that the end of one bucket and the start of the next are rarely the same number. */
export function meets(endMs: number, startMs: number): boolean {
	return Math.abs(endMs - startMs) < 0.5;
}

export interface LogScale {
	/** px from the top of a plot of `heightPx`. */
	y(ms: number): number;
	readonly ticksMs: readonly number[];
}

/** Latencies span decades: a gateway answers its own 502 in under 1 ms, a time-out takes seconds. */
export function latencyScale(buckets: readonly ChartBucket[], heightPx: number): LogScale | null {
	const values = buckets.flatMap(({p50Ms, p99Ms}) => [p50Ms, p99Ms]).filter((value) => value !== null);
	if (values.length === 0) {
		return null;
	}

	const positive = values.map((value) => Math.max(value, 0.01));
	const low = Math.floor(Math.log10(positive.reduce((a, b) => Math.min(a, b))) + 1e-9);
	const high = Math.max(low + 1, Math.ceil(Math.log10(positive.reduce((a, b) => Math.max(a, b))) - 1e-9));
	const decades = Array.from({length: high - low + 1}, (_, index) => 10 ** (low + index));
	return {
		y: (ms) => heightPx * (1 - (Math.log10(Math.max(ms, 0.01)) - low) / (high - low)),
		ticksMs: decades,
	};
}

/** The smallest of 1, 2, 5 times a power of ten that is not below `least`. */
export function niceStep(least: number): number {
	const power = 10 ** Math.floor(Math.log10(Math.max(least, 1e-9)));
	return power * ([1, 2, 5, 10].find((factor) => factor * power >= least * 0.999) ?? 10);
}
