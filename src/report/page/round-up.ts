// The upper end of an axis that a person would have chosen.

/** The next of 1, 2, 2.5, 5 times a power of ten. */
export function roundUp(value: number): number {
	const power = 10 ** Math.floor(Math.log10(value));
	return power * ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= value) ?? 10);
}
