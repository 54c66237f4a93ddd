import test from 'ava';
import {chartColumns} from '../../src/report/chart-columns.ts';

const bucket = (atMs: number, outcomes: Record<string, number>) => ({atMs, outcomes, p50Ms: null, p99Ms: null});

test('neighbours with the same count at the same height become one', (t) => {
	t.deepEqual(chartColumns([bucket(0, {200: 20}), bucket(100, {200: 20}), bucket(200, {200: 19, 502: 1})]), [
		{key: '200', fromMs: 0, toMs: 200, below: 0, count: 20},
		{key: '200', fromMs: 200, toMs: 300, below: 0, count: 19},
		{key: '502', fromMs: 200, toMs: 300, below: 19, count: 1},
	]);
});

test('the same count at another height does not merge', (t) => {
	const columns = chartColumns([bucket(0, {200: 10, 502: 5}), bucket(100, {200: 11, 502: 5})]);
	t.is(columns.length, 4);
});

test('a hole in time is not bridged', (t) => {
	const columns = chartColumns([bucket(0, {200: 1}), bucket(100, {200: 1}), bucket(400, {200: 1})]);
	t.deepEqual(
		columns.map(({fromMs, toMs}) => [fromMs, toMs]),
		[
			[0, 200],
			[400, 500],
		],
	);
});

test('instants with fractions do not break a steady run into pieces', (t) => {
	const buckets = Array.from({length: 90}, (_, index) => bucket(Math.round((1523.217 + index * 100) * 1000) / 1000, {200: 20}));
	t.is(chartColumns(buckets).length, 1);
});

test('all requests of all buckets are drawn', (t) => {
	const buckets = Array.from({length: 50}, (_, index) => bucket(index * 100, {200: index % 4, 502: (index * 3) % 5, cut: index % 2}));
	const drawn = chartColumns(buckets).reduce((sum, {count, fromMs, toMs}) => sum + (count * (toMs - fromMs)) / 100, 0);
	t.is(
		drawn,
		buckets.flatMap(({outcomes}) => Object.values(outcomes)).reduce((sum, count) => sum + count, 0),
	);
});
