import test from 'ava';
import {runChart} from '../../src/report/run-chart.ts';
import {buildTimeline, hung, killed, loadStartMs, treated} from '../helpers/timeline-builder.ts';

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

test('the chart has a bucket for each 100 ms from the start of the load, and every request stands in one', (t) => {
	const chart = runChart(buildTimeline({fault: killed()}));
	t.like(chart, {fromMs: loadStartMs, bucketMs: 100, buckets: 85});
	t.true(Object.values(chart.outcomes).every((column) => column.length === 85));
	for (let bucket = 0; bucket < 85; bucket++) {
		t.is(sum(Object.values(chart.outcomes).map((column) => column[bucket] ?? 0)), 20);
	}

	t.is(chart.outcomes['502']?.[40], 20);
});

test('latencies are those of whole answers, in order, and null where there was none', (t) => {
	const {p50Ms, p99Ms, maxMs} = runChart(buildTimeline({fault: treated(() => ({outcome: 'reset', status: 0}))}));
	t.is(maxMs[40], null);
	t.is(p50Ms[40], null);
	for (const [bucket, p50] of p50Ms.entries()) {
		t.true(p50 === null || (p50 <= (p99Ms[bucket] ?? 0) && (p99Ms[bucket] ?? 0) <= (maxMs[bucket] ?? 0)));
	}
});

test('throughput counts good answers where they ended, and no failure', (t) => {
	const slow = runChart(buildTimeline({latencyMs: () => 1000, fault: null}));
	t.is(slow.completed[5], 0);
	t.is(slow.completed[40], 20);
	const {completed} = runChart(buildTimeline({fault: hung()}));
	t.is(completed[40], 0);
});

test('each app has what arrived by its journal and what it answered, retries counted', (t) => {
	const fault = treated(() => ({byApp: true, upstream: 2, attempts: 3}));
	const {upstreams} = runChart(buildTimeline({fault}));
	t.deepEqual(Object.keys(upstreams), ['app1', 'app2']);
	t.is(upstreams['app2']?.answered[40], 20);
	t.true(sum(upstreams['app2']?.arrived ?? []) === 3 * sum(upstreams['app2']?.answered ?? []));
	t.is(upstreams['app1']?.answered[40], 0);
});

test('a run without requests has no buckets', (t) => {
	const timeline = buildTimeline();
	t.like(runChart({events: [], samples: {...timeline.samples, count: 0}}), {buckets: 0, outcomes: {}, p50Ms: [], upstreams: {}});
});
