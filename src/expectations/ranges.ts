// Ranges as expectations write them: both ends included, `null` (or Infinity) for no upper end, a number for itself alone.
import type {Range, Verdict} from './expectation.ts';

export function asRange(value: number | Range): Range {
	return typeof value === 'number' ? [value, value] : value;
}

/** Whether a value, known to ± `uncertainty`, may lie in the range. */
export function isIn(value: number, [from, to]: Range, uncertainty = 0): boolean {
	return value + uncertainty >= from && (to === null || value - uncertainty <= to);
}

/**
 * A share of which only bounds are known: `certain` requests count for sure, `possible` ones may count (their log line is missing).
 * Pass and fail only where both bounds agree.
 */
export function judgeShare(certain: number, possible: number, whole: number, range: Range): Verdict {
	const atLeast = certain / whole;
	const atBest = (certain + possible) / whole;
	if (isIn(atLeast, range, roundingError) && isIn(atBest, range, roundingError)) return 'pass';
	const [from, to] = range;
	const disjoint = atBest < from - roundingError || (to !== null && atLeast > to + roundingError);
	return disjoint ? 'fail' : 'inconclusive';
}

const roundingError = 1e-9;
