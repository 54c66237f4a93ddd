import test from 'ava';
import {Lateness} from '../../src/load/lateness.ts';

test('quantiles are good to 10 µs, and late means more than 5 ms', (t) => {
	const lateness = new Lateness();
	for (let index = 1; index <= 1000; index++) lateness.add(index / 100);
	t.is(lateness.count, 1000);
	t.true(Math.abs(lateness.quantileMs(0.5) - 5) <= 0.021);
	t.true(Math.abs(lateness.quantileMs(0.99) - 9.9) <= 0.021);
	t.is(lateness.quantileMs(1), 10);
	t.is(lateness.maxMs, 10);
	t.is(lateness.latePercent, 50);
});

test('nothing sent is not late', (t) => {
	const lateness = new Lateness();
	t.is(lateness.latePercent, 0);
	t.is(lateness.quantileMs(0.99), 0);
});

test('what is beyond the last bucket keeps its size in the maximum', (t) => {
	const lateness = new Lateness();
	lateness.add(5000);
	lateness.add(-0.01);
	t.is(lateness.quantileMs(1), 5000);
	t.is(lateness.latePercent, 50);
});
