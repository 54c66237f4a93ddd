import test from 'ava';
import {timelineClock} from '../../src/topology/timeline-clock.ts';

let harnessMs = 0;
// The engine host's clock is 5000 ms ahead of the harness's, known to 0.4 ms.
const clock = timelineClock({
	origin: {monoMs: 7000, wallMs: Date.UTC(2026, 10, 21, 3, 30)},
	offsetMs: 5000,
	uncertaintyMs: 0.4,
	monoNow: () => harnessMs,
});

test('the origin is zero on every clock', (t) => {
	harnessMs = 2000;
	t.is(clock.startedAt, '2026-11-21T03:30:00.000Z');
	t.is(clock.fromMonoMs(7000), 0);
	t.is(clock.fromWallMs(Date.UTC(2026, 10, 21, 3, 30)), 0);
	t.deepEqual(clock.now(), {atMs: 0, uncertaintyMs: 0.4});
});

test('an instant before the origin is negative, and fractions stay', (t) => {
	t.is(clock.fromMonoMs(6999.25), -0.75);
	t.is(clock.fromWallMs(Date.UTC(2026, 10, 21, 3, 30) + 12.5), 12.5);
});

test("the harness's now moves with its own clock", (t) => {
	harnessMs = 2100;
	t.is(clock.now().atMs, 100);
});
