// Buckets turned into the fewest rectangles: neighbours with the same count at the same height become one, so that a long steady run stays small.
import {bucketLength, meets} from './chart-scale.ts';
import {formatDuration} from './format-duration.ts';
import {orderedOutcomes, outcomeLook} from './outcome-look.ts';
import type {ChartBucket} from './report.ts';

export interface ChartColumn {
	readonly key: string;
	readonly fromMs: number;
	readonly toMs: number;
	/** Requests of other outcomes below this one in the stack. */
	readonly below: number;
	readonly count: number;
}

export function chartColumns(buckets: readonly ChartBucket[]): readonly ChartColumn[] {
	const bucketMs = bucketLength(buckets);
	const done: ChartColumn[] = [];
	let open = new Map<string, ChartColumn>();
	for (const {atMs, outcomes} of buckets) {
		const next = new Map<string, ChartColumn>();
		let below = 0;
		for (const key of orderedOutcomes(outcomes)) {
			const count = outcomes[key] ?? 0;
			const before = open.get(key);
			const continues = before !== undefined && meets(before.toMs, atMs) && before.below === below && before.count === count;
			next.set(key, {key, fromMs: continues ? before.fromMs : atMs, toMs: atMs + bucketMs, below, count});
			if (continues) {
				open.delete(key);
			}

			below += count;
		}

		done.push(...open.values());
		open = next;
	}

	return [...done, ...open.values()];
}

/** What the chart says of one bucket: `2 s to 2.1 s: 502 × 20, p50 0.7 ms, p99 1.6 ms`. */
export function columnText({atMs, outcomes, p50Ms, p99Ms}: ChartBucket, bucketMs: number): string {
	const keys = orderedOutcomes(outcomes);
	const counts = keys.length === 0 ? 'nothing due' : keys.map((key) => `${outcomeLook(key).label} × ${outcomes[key] ?? 0}`).join(', ');
	const latency = p50Ms === null || p99Ms === null ? '' : `; p50 ${formatDuration(p50Ms)}, p99 ${formatDuration(p99Ms)}`;
	return `${Number((atMs / 1000).toFixed(3))} s to ${Number(((atMs + bucketMs) / 1000).toFixed(3))} s: ${counts}${latency}`;
}
