// A run over time, in buckets of 100 ms: what became of the requests due in each, how long they took, who answered, what was done.
import {eventsOfKind} from '../timeline/events-of-kind.ts';
import {markOf} from '../timeline/marks.ts';
import {quantiles} from '../timeline/quantiles.ts';
import {dueAtMs, endedAtMs, latencyMs, outcomeOf, outcomeWord, toldSuccess} from '../timeline/sample-rows.ts';
import type {SampleSet, Timeline} from '../timeline/timeline.ts';
import type {RunChart} from './report.ts';

const bucketMs = 100;

/** From the start of the load; buckets without a request stand too, so that a chart needs no arithmetic. */
export function runChart(timeline: Pick<Timeline, 'events' | 'samples'>): RunChart {
	const {samples} = timeline;
	const startMs = markOf(timeline, 'load-started')?.atMs ?? (samples.count === 0 ? 0 : dueAtMs(samples, 0));
	const lastMs = samples.count === 0 ? startMs : dueAtMs(samples, samples.count - 1);
	const buckets = samples.count === 0 ? 0 : bucketOf(lastMs, startMs) + 1;
	return {
		fromMs: rounded(startMs),
		toMs: rounded(endOfLoad(timeline, {startMs, buckets})),
		bucketMs,
		buckets,
		outcomes: outcomeColumns(samples, startMs, buckets),
		...latencyColumns(samples, startMs, buckets),
		completed: completedColumn(samples, startMs, buckets),
		upstreams: upstreamColumns(timeline, startMs, buckets),
	};
}

/** Within the last bucket, where it is known. */
function endOfLoad(timeline: Pick<Timeline, 'events'>, {startMs, buckets}: {readonly startMs: number; readonly buckets: number}): number {
	const stoppedMs = markOf(timeline, 'load-stopped')?.atMs ?? Number.POSITIVE_INFINITY;
	const fullMs = startMs + buckets * bucketMs;
	return stoppedMs > fullMs - bucketMs ? Math.min(stoppedMs, fullMs) : fullMs;
}

function outcomeColumns(samples: SampleSet, startMs: number, buckets: number): RunChart['outcomes'] {
	const columns: Record<string, number[]> = {};
	for (let row = 0; row < samples.count; row++) {
		countIn((columns[outcomeWord(samples, row)] ??= zeros(buckets)), bucketOf(dueAtMs(samples, row), startMs));
	}

	return columns;
}

/** Of whole answers, by due time: a client time-out is no latency of the service. */
function latencyColumns(samples: SampleSet, startMs: number, buckets: number): Pick<RunChart, 'p50Ms' | 'p99Ms' | 'maxMs'> {
	const columns = {p50Ms: [] as (number | null)[], p99Ms: [] as (number | null)[], maxMs: [] as (number | null)[]};
	let row = 0;
	for (let bucket = 0; bucket < buckets; bucket++) {
		const latenciesMs: number[] = [];
		for (; row < samples.count && bucketOf(dueAtMs(samples, row), startMs) <= bucket; row++) {
			if (outcomeOf(samples, row) === 'status') latenciesMs.push(latencyMs(samples, row));
		}

		const [p50Ms = null, p99Ms = null, maxMs = null] = quantiles(latenciesMs, [0.5, 0.99, 1]);
		columns.p50Ms.push(roundedOrNull(p50Ms));
		columns.p99Ms.push(roundedOrNull(p99Ms));
		columns.maxMs.push(roundedOrNull(maxMs));
	}

	return columns;
}

/** Answers are counted where they ended: that is throughput. What ended after the last bucket stands in none. */
function completedColumn(samples: SampleSet, startMs: number, buckets: number): readonly number[] {
	const column = zeros(buckets);
	for (let row = 0; row < samples.count; row++) {
		if (toldSuccess(samples, row)) countIn(column, bucketOf(endedAtMs(samples, row), startMs));
	}

	return column;
}

function upstreamColumns({events, samples}: Pick<Timeline, 'events' | 'samples'>, startMs: number, buckets: number): RunChart['upstreams'] {
	const upstreams: Record<string, {arrived: number[]; answered: number[]}> = {};
	const columnsOf = (name: string) => (upstreams[name] ??= {arrived: zeros(buckets), answered: zeros(buckets)});
	for (const {step, part, atMs} of eventsOfKind(events, 'journal')) {
		if (step === 'received') countIn(columnsOf(part).arrived, bucketOf(atMs, startMs));
	}

	for (let row = 0; row < samples.count; row++) {
		const upstream = samples.upstream[row] ?? 0;
		if (upstream > 0) countIn(columnsOf(`app${upstream}`).answered, bucketOf(dueAtMs(samples, row), startMs));
	}

	return Object.fromEntries(Object.entries(upstreams).sort(([a], [b]) => a.localeCompare(b, 'en', {numeric: true})));
}

function bucketOf(atMs: number, startMs: number): number {
	return Math.max(0, Math.floor((atMs - startMs) / bucketMs));
}

function zeros(count: number): number[] {
	return Array.from({length: count}, () => 0);
}

function countIn(column: number[], bucket: number): void {
	const before = column[bucket];
	if (before !== undefined) column[bucket] = before + 1;
}

function roundedOrNull(value: number | null): number | null {
	return value === null ? null : rounded(value);
}

/** To the microsecond: that is what was measured. */
function rounded(value: number): number {
	return Math.round(value * 1000) / 1000;
}
