// One clock for a run: the engine host's monotonic clock, shared by all its containers, with its origin at the load generator's start.
// The harness may sit on another machine, so its own clock is mapped by round trips, and its uncertainty is half the best one.
import type {TimelineClock} from './topology.ts';

export interface ClockSource {
	/** A (monotonic, wall) pair taken together on the engine host. */
	readonly origin: {readonly monoMs: number; readonly wallMs: number};
	/** Engine host's monotonic clock minus the harness's, in ms. */
	readonly offsetMs: number;
	readonly uncertaintyMs: number;
	/** The harness's monotonic clock in ms. */
	readonly monoNow: () => number;
}

export function timelineClock({origin, offsetMs, uncertaintyMs, monoNow}: ClockSource): TimelineClock {
	return {
		startedAt: new Date(origin.wallMs).toISOString(),
		fromMonoMs: (monoMs) => monoMs - origin.monoMs,
		fromWallMs: (wallMs) => wallMs - origin.wallMs,
		now: () => ({atMs: monoNow() + offsetMs - origin.monoMs, uncertaintyMs}),
	};
}
