import test from 'ava';
import {quantile, quantiles} from '../../src/timeline/quantiles.ts';

test('a quantile is a value that was measured, by nearest rank', (t) => {
	const hundred = Array.from({length: 100}, (_, index) => 100 - index);
	t.deepEqual(quantiles(hundred, [0, 0.01, 0.5, 0.99, 0.991, 1]), [1, 1, 50, 99, 100, 100]);
	t.is(quantile([7], 0.99), 7);
	t.is(quantile([2, 1], 0.5), 1);
});

test('numbers are sorted as numbers', (t) => {
	t.is(quantile([10, 9, 100], 0.5), 10);
});

test('there is no quantile of nothing', (t) => {
	t.is(quantile([], 0.5), null);
});

test('the input is left as it was', (t) => {
	const values = [3, 1, 2];
	quantile(values, 0.5);
	t.deepEqual(values, [3, 1, 2]);
});
