// The axis of latencies: they span decades.

/** The powers of ten from below the least value to above the highest. */
export function decades(values: readonly (number | null)[]): readonly number[] {
	let [least, most] = [Number.POSITIVE_INFINITY, 0];
	for (const value of values) {
		if (value !== null) {
			least = Math.min(least, Math.max(value, 0.01));
			most = Math.max(most, value);
		}
	}

	if (most === 0) {
		return [1, 10];
	}

	const low = Math.floor(Math.log10(least) + 1e-9);
	const high = Math.max(low + 1, Math.ceil(Math.log10(most) - 1e-9));
	return Array.from({length: high - low + 1}, (_, index) => Number((10 ** (low + index)).toPrecision(1)));
}

/** A power of ten of milliseconds: `0.1 ms`, `100 ms`, `10 s`. */
export function decadeText(ms: number): string {
	return ms < 1000 ? `${Number(ms.toPrecision(1))} ms` : `${ms / 1000} s`;
}
