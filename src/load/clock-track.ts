// What round trips tell of another machine's monotonic clock: a line through two of them, and how far the clock may be from that line at any
// instant between. Pure. A reading of a round trip holds for certain: the clock was read between sending and receiving.

/** That machine's CLOCK_MONOTONIC = the harness's + `offsetMs`, to ± `uncertaintyMs` (half the round trip), when the harness's was `atMs`. */
export interface ClockReading {
	readonly atMs: number;
	readonly offsetMs: number;
	readonly uncertaintyMs: number;
}

/** All instants in ms; `harness` ones are on the harness's monotonic clock. */
export interface ClockLine {
	/** How much faster that clock runs than the harness's, parts per million. */
	readonly driftPpm: number;
	offsetAt(harnessMs: number): number;
	toHarnessMs(thatMonoMs: number): number;
	/** The most that the clock can be away from the line between two instants of the harness. */
	uncertaintyMs(fromHarnessMs: number, toHarnessMs: number): number;
}

/** The kernel slews a clock by at most so much (adjtimex); a larger change between two readings is seen in the readings. */
const mostSlew = 500e-6;
const stepMs = 100;

/** The line goes through the best reading near the beginning and the best one near the end; one reading alone gives no drift. */
export function fitClock(readings: readonly ClockReading[]): ClockLine {
	const sorted = readings.toSorted((a, b) => a.atMs - b.atMs);
	const [first] = sorted;
	const last = sorted.at(-1);
	if (first === undefined || last === undefined) throw new RangeError('expected at least one reading of a clock');
	const from = best(sorted, (reading) => reading.atMs - first.atMs) ?? first;
	const to = best(sorted, (reading) => last.atMs - reading.atMs) ?? last;
	const rate = to.atMs > from.atMs ? (to.offsetMs - from.offsetMs) / (to.atMs - from.atMs) : 0;
	const offsetAt = (harnessMs: number) => from.offsetMs + rate * (harnessMs - from.atMs);
	const bounds = sorted.map(({atMs, offsetMs, uncertaintyMs}) => {
		const awayMs = Math.abs(offsetMs - offsetAt(atMs));
		return {atMs, leastMs: awayMs - uncertaintyMs, mostMs: awayMs + uncertaintyMs};
	});
	const slewedAt = (atMs: number) => Math.min(...bounds.map(({mostMs, atMs: readMs}) => mostMs + mostSlew * Math.abs(atMs - readMs)));
	// One that is further away than any slewing explains has jumped or stood still: then each reading counts, and none vouches for another.
	const jumped = bounds.some(({atMs, leastMs}) => leastMs > slewedAt(atMs));
	const boundAt = jumped ? () => Math.max(...bounds.map(({mostMs}) => mostMs)) : slewedAt;
	return {
		driftPpm: rate * 1e6,
		offsetAt,
		toHarnessMs: (thatMonoMs) => from.atMs + (thatMonoMs - from.offsetMs - from.atMs) / (1 + rate),
		uncertaintyMs(fromHarnessMs, toHarnessMs) {
			let most = boundAt(toHarnessMs);
			for (let atMs = fromHarnessMs; atMs < toHarnessMs; atMs += stepMs) most = Math.max(most, boundAt(atMs));
			// Between two steps the bound rises no faster than a clock is slewed.
			return most + (mostSlew * stepMs) / 2;
		},
	};
}

/** Far away from where it is wanted, a reading is worth less. */
function best(readings: readonly ClockReading[], awayMs: (reading: ClockReading) => number): ClockReading | undefined {
	const worth = (reading: ClockReading) => reading.uncertaintyMs + mostSlew * awayMs(reading);
	return readings.toSorted((a, b) => worth(a) - worth(b))[0];
}
