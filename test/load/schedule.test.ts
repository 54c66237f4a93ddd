import test from 'ava';
import {makeSchedule, peakRatePerSecond} from '../../src/load/schedule.ts';
import {anOrder} from '../helpers/load-order.ts';

test('uniform arrivals are due at t0 + i / rate', (t) => {
	const schedule = makeSchedule(anOrder({ratePerSecond: 500}, {maxDurationMs: 10_000}));
	t.is(schedule.length, 5000);
	t.is(schedule[0], 0);
	t.true(schedule.every((dueMs, index) => Math.abs(dueMs - index * 2) < 1e-6));
});

test('Poisson arrivals keep the rate, spread like an exponential, and repeat with the seed', (t) => {
	const order = anOrder({ratePerSecond: 1000, arrivals: 'poisson'}, {maxDurationMs: 20_000, seed: 7});
	const schedule = makeSchedule(order);
	t.deepEqual(schedule, makeSchedule(order));
	t.notDeepEqual(schedule, makeSchedule({...order, seed: 8}));
	t.true(Math.abs(schedule.length - 20_000) < 5 * Math.sqrt(20_000));
	const gaps = [...schedule].map((dueMs, index) => dueMs - (schedule[index - 1] ?? 0));
	t.true(gaps.every((gapMs) => gapMs >= 0));
	// Of an exponential distribution 36.8 % are above the mean.
	const above = gaps.filter((gapMs) => gapMs > 1).length / gaps.length;
	t.true(above > 0.34 && above < 0.4, `${above}`);
});

test('steps change the rate at once, ramps evenly', (t) => {
	const rateSteps = [
		{atMs: 1000, ratePerSecond: 500},
		{atMs: 2000, ratePerSecond: 100, rampMs: 1000},
		{atMs: 4000, ratePerSecond: 0},
	];
	const order = anOrder({ratePerSecond: 100}, {maxDurationMs: 5000, extras: {rateSteps}});
	const schedule = makeSchedule(order);
	const inSecond = (second: number) => schedule.filter((dueMs) => Math.floor(dueMs / 1000) === second).length;
	t.deepEqual([0, 1, 2, 3, 4].map(inSecond), [100, 500, 300, 100, 0]);
	const secondHalfOfRamp = schedule.filter((dueMs) => dueMs >= 2500 && dueMs < 3000).length;
	t.true(Math.abs(secondHalfOfRamp - 100) <= 1);
	t.is(peakRatePerSecond(order), 500);
});
