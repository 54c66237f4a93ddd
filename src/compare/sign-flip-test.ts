// The exact paired permutation test. If A and B do not differ, each pair could as well have come out the other way round, so every
// pattern of signs is equally likely: p is the share of patterns whose sum is as far from zero as the one that was seen, or farther.
import {seededRandom} from '../load/random.ts';

/** Up to here all 2^n patterns are counted. The halves of the pairs are, so it takes 2^(n/2) steps, not 2^n. */
const mostExactPairs = 40;

/** Beyond, patterns are drawn. */
const drawnPatterns = 200_000;

/** Two-sided p of signed scores, one a pair. A pair without a difference scores zero, and says nothing. */
export function signFlipTest(scores: readonly number[], seed: number): number {
	const telling = scores.filter((score) => score !== 0);
	const seen = Math.abs(telling.reduce((sum, score) => sum + score, 0));
	// Sums of the same numbers in another order may differ in their last bits, and must count as equal.
	const least = seen - telling.reduce((sum, score) => sum + Math.abs(score), 0) * 1e-12;
	if (least <= 0) return 1;
	return telling.length <= mostExactPairs ? exactP(telling, least) : drawnP(telling, least, seed);
}

/** The smallest p that so many pairs can give: all of them the same way. */
export function smallestP(pairs: number): number {
	return pairs <= mostExactPairs ? 2 ** Math.min(0, 1 - pairs) : 1 / (drawnPatterns + 1);
}

function exactP(scores: readonly number[], least: number): number {
	const half = Math.floor(scores.length / 2);
	const left = patternSums(scores.slice(0, half)).sort();
	const right = patternSums(scores.slice(half)).sort();
	// For each sum of the left half, how many of the right half bring it to `least`: the answer only grows, as the left sums do.
	let count = 0;
	let enough = right.length;
	for (const sum of left) {
		while (enough > 0 && sum + (right[enough - 1] ?? 0) >= least) enough--;
		count += right.length - enough;
	}

	// The patterns on the other side of zero are their mirror images.
	return Math.min(1, (2 * count) / (left.length * right.length));
}

function patternSums(scores: readonly number[]): Float64Array {
	const sums = new Float64Array(2 ** scores.length);
	let filled = 1;
	for (const score of scores) {
		for (let index = 0; index < filled; index++) {
			const sum = sums[index] ?? 0;
			sums[index] = sum + score;
			sums[filled + index] = sum - score;
		}

		filled *= 2;
	}

	return sums;
}

/** The pattern that was seen counts as one of those drawn, so that p is never zero. */
function drawnP(scores: readonly number[], least: number, seed: number): number {
	const random = seededRandom(seed);
	let count = 1;
	for (let draw = 0; draw < drawnPatterns; draw++) {
		let sum = 0;
		for (const score of scores) sum += random() < 0.5 ? score : -score;
		if (Math.abs(sum) >= least) count++;
	}

	return count / (drawnPatterns + 1);
}
