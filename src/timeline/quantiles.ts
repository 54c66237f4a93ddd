// Exact quantiles by nearest rank: the value returned is always one that was measured. A run has at most some million values.

/** The q-quantile (0 to 1) of the values, or null of none. Order does not matter; the input is not changed. */
export function quantile(values: readonly number[] | Float64Array, q: number): number | null {
	return quantiles(values, [q])[0] ?? null;
}

/** Several quantiles with one sort. */
export function quantiles(values: readonly number[] | Float64Array, shares: readonly number[]): readonly (number | null)[] {
	const sorted = Float64Array.from(values).sort();
	return shares.map((q) => sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? null);
}
