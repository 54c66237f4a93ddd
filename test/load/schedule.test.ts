import test from 'ava';
import {makeSchedule, peakRatePerSecond, scheduleRoom} from '../../src/load/schedule.ts';
import type {RateStepPlan} from '../../src/scenario/plan.ts';
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

const step: RateStepPlan = {from: 'fault', afterMs: 0, times: 1, forMs: null, rampMs: 0};

function inSeconds(schedule: Float64Array, seconds: number): readonly number[] {
	return Array.from({length: seconds}, (_, second) => schedule.filter((dueMs) => Math.floor(dueMs / 1000) === second).length);
}

test('steps change the rate at once, ramps evenly', (t) => {
	const rateSteps = [
		{...step, times: 5},
		{...step, afterMs: 1000, times: 1, rampMs: 1000},
		{...step, afterMs: 3000, times: 0},
	];
	const order = anOrder({ratePerSecond: 100, rateSteps}, {maxDurationMs: 5000});
	const schedule = makeSchedule(order, {fault: 1000});
	t.deepEqual(inSeconds(schedule, 5), [100, 500, 300, 100, 0]);
	const secondHalfOfRamp = schedule.filter((dueMs) => dueMs >= 2500 && dueMs < 3000).length;
	t.true(Math.abs(secondHalfOfRamp - 100) <= 1);
	t.is(peakRatePerSecond(order.load), 500);
	t.true(scheduleRoom(order) >= 2500);
});

function upTo(schedule: Float64Array, ms: number): readonly string[] {
	return [...schedule].filter((dueMs) => dueMs < ms).map((dueMs) => dueMs.toFixed(6));
}

test('steps of a window that has not begun are not there, and those of one that begins change nothing before it', (t) => {
	for (const arrivals of ['uniform', 'poisson'] as const) {
		const rateSteps = [{...step, times: 3, rampMs: 700}, {...step, from: 'recovery', times: 2} as const];
		const order = anOrder({ratePerSecond: 200, arrivals, rateSteps}, {maxDurationMs: 6000});
		const before = makeSchedule(order);
		t.deepEqual(before, makeSchedule({...order, load: {...order.load, rateSteps: []}}));
		const inFault = makeSchedule(order, {fault: 2000});
		const inRecovery = makeSchedule(order, {fault: 2000, recovery: 4000.5});
		t.deepEqual(upTo(inFault, 2000), upTo(before, 2000));
		t.deepEqual(upTo(inRecovery, 4000.5), upTo(inFault, 4000.5));
		t.true(inFault.length > before.length && inRecovery.length < inFault.length);
	}
});

function stepped(rateSteps: readonly RateStepPlan[]): readonly number[] {
	return inSeconds(makeSchedule(anOrder({ratePerSecond: 100, rateSteps}, {maxDurationMs: 4000}), {fault: 1000}), 4);
}

test('a step ends when its time is over, unless another one begins there, in whatever order they are written', (t) => {
	const burst = {...step, times: 4, forMs: 1000};
	const after = {...step, afterMs: 1000, times: 2};
	t.deepEqual(stepped([burst]), [100, 400, 100, 100]);
	t.deepEqual(stepped([burst, after]), [100, 400, 200, 200]);
	t.deepEqual(stepped([after, burst]), [100, 400, 200, 200]);
});

test('a ramp that another step cuts short goes on from where it is', (t) => {
	const rateSteps = [
		{...step, times: 3, rampMs: 2000},
		{...step, afterMs: 1000, times: 0, rampMs: 1000},
	];
	const seconds = inSeconds(makeSchedule(anOrder({ratePerSecond: 100, rateSteps}, {maxDurationMs: 3000}), {fault: 1000}), 3);
	t.deepEqual(seconds, [100, 150, 100]);
});
