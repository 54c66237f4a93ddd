// A small seeded generator (the widely used "mulberry32" step): the same seed gives the same numbers on every machine.

/** Returns a function that gives numbers in [0, 1). */
export function seededRandom(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d_2b_79_f5) >>> 0;
		return mix(state);
	};
}

/** A number in [0, 1) that depends only on seed and index. */
export function randomAt(seed: number, index: number): number {
	return mix(((seed >>> 0) + Math.imul(index + 1, 0x6d_2b_79_f5)) >>> 0);
}

function mix(state: number): number {
	let bits = Math.imul(state ^ (state >>> 15), state | 1);
	bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
	return ((bits ^ (bits >>> 14)) >>> 0) / 4_294_967_296;
}
