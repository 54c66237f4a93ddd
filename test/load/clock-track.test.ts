import test from 'ava';
import {fitClock} from '../../src/load/clock-track.ts';
import type {ClockReading} from '../../src/load/clock-track.ts';
import {seededRandom} from '../../src/load/random.ts';

/** Round trips of some ms, of which nobody knows how they fall on the two ways. */
function readings(offsetAt: (atMs: number) => number, atsMs: readonly number[], seed: number): readonly ClockReading[] {
	const random = seededRandom(seed);
	return atsMs.map((atMs) => {
		const uncertaintyMs = 0.1 + 3 * random() ** 3;
		return {atMs, uncertaintyMs, offsetMs: offsetAt(atMs) + (2 * random() - 1) * uncertaintyMs};
	});
}

const minute = Array.from({length: 61}, (_, second) => 5000 + second * 1000);

function worstMs(offsetAt: (atMs: number) => number, line: ReturnType<typeof fitClock>): number {
	const atsMs = Array.from({length: 6001}, (_, index) => 5000 + index * 10);
	return Math.max(...atsMs.map((atMs) => Math.abs(line.offsetAt(atMs) - offsetAt(atMs))));
}

const fast = (atMs: number) => -7_654_321 + 80e-6 * atMs;
// By 500 ppm for 20 seconds in the middle.
const slewed = (atMs: number) => 1000 + 500e-6 * Math.min(Math.max(0, atMs - 25_000), 20_000);
const stopped = (atMs: number) => (atMs < 31_234 ? 0 : -400);

test('a clock that begins elsewhere and runs faster is found, and never further away than is said', (t) => {
	for (let seed = 1; seed <= 40; seed++) {
		const line = fitClock(readings(fast, minute, seed));
		const uncertaintyMs = line.uncertaintyMs(5000, 65_000);
		t.true(worstMs(fast, line) <= uncertaintyMs, `seed ${seed}`);
		t.true(uncertaintyMs < 4, `${uncertaintyMs}`);
		t.true(Math.abs(line.driftPpm - 80) < 100);
		t.true(Math.abs(line.toHarnessMs(30_000 + line.offsetAt(30_000)) - 30_000) < 1e-6);
	}
});

test('a clock that is slewed on its way is no line, and the uncertainty holds it', (t) => {
	for (let seed = 1; seed <= 40; seed++) {
		const line = fitClock(readings(slewed, minute, seed));
		t.true(worstMs(slewed, line) <= line.uncertaintyMs(5000, 65_000), `seed ${seed}`);
	}
});

test('a clock that stood still for a while (a machine that was suspended) is known to that only', (t) => {
	const line = fitClock(readings(stopped, minute, 1));
	t.true(line.uncertaintyMs(5000, 65_000) > 100);
});

test('one reading gives an offset without drift, and less is known the longer ago it was', (t) => {
	const line = fitClock([{atMs: 1000, offsetMs: 5, uncertaintyMs: 0.2}]);
	t.is(line.driftPpm, 0);
	t.is(line.offsetAt(9000), 5);
	t.true(line.uncertaintyMs(1000, 1000) < 0.3);
	t.true(line.uncertaintyMs(1000, 61_000) >= 30);
	t.throws(() => fitClock([]), {message: /at least one reading/});
});
