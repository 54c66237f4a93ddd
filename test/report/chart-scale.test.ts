import test from 'ava';
import {latencyScale, niceStep, timeScale} from '../../src/report/chart-scale.ts';

const bucket = (atMs: number, p50Ms: number | null = null, p99Ms = p50Ms) => ({atMs, outcomes: {}, p50Ms, p99Ms});

test('time goes from the first bucket to the end of the last, with ticks at round seconds', (t) => {
	const scale = timeScale([bucket(1000), bucket(1100), bucket(8900)]);
	t.is(scale.x(1000), 0);
	t.is(scale.x(9000), 100);
	t.is(scale.x(99_000), 100);
	t.deepEqual(scale.ticksMs, [1000, 2000, 3000, 4000, 5000, 6000, 7000, 8000, 9000]);
});

test('a single bucket is 100 ms wide', (t) => {
	t.is(timeScale([bucket(500)]).toMs, 600);
});

test('the last bucket is cut where the last window ends within it', (t) => {
	const buckets = [bucket(0), bucket(100), bucket(200)];
	t.is(timeScale(buckets, 205).toMs, 205);
	t.is(timeScale(buckets, 900).toMs, 300);
	t.is(timeScale(buckets, 150).toMs, 300);
});

test('steps are 1, 2 or 5 times a power of ten', (t) => {
	t.deepEqual([0.9, 1.1, 2.5, 6, 1125, 4000].map(niceStep), [1, 2, 5, 10, 2000, 5000]);
});

test('latency spans whole decades around what was measured, higher is up', (t) => {
	const scale = latencyScale([bucket(0, 0.7, 1.6), bucket(100, 1000, 1990)], 100);
	t.deepEqual(scale?.ticksMs, [0.1, 1, 10, 100, 1000, 10_000]);
	t.is(scale?.y(0.1), 100);
	t.is(scale?.y(10_000), 0);
	t.true((scale?.y(1) ?? 0) > (scale?.y(10) ?? 0));
});

test('zero latency stays on the chart', (t) => {
	const scale = latencyScale([bucket(0, 0, 1)], 100);
	t.true(Number.isFinite(scale?.y(0)));
});

test('without any latency there is no scale', (t) => {
	t.is(latencyScale([bucket(0)], 100), null);
});
