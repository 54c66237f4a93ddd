// Holm's correction: with many questions some p are small by chance. The adjusted p can be held against alpha as if there were one.

/** In the order given. The chance of one wrong claim or more is then at most alpha, however the questions hang together. */
export function holm(ps: readonly number[]): readonly number[] {
	const adjusted = ps.map(() => 1);
	const order = ps.map((p, index) => ({p, index})).sort((x, y) => x.p - y.p);
	let largest = 0;
	for (const [rank, {p, index}] of order.entries()) {
		largest = Math.max(largest, Math.min(1, p * (ps.length - rank)));
		adjusted[index] = largest;
	}

	return adjusted;
}
