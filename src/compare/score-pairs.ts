// From pairs of values to what the test and the eye need: a signed score a pair, the difference with an interval, and an effect size.
import {mean, median, quantile, sampleWithReplacement} from 'simple-statistics';
import type {Difference, MetricValue} from './comparison.ts';

export interface ValuePair {
	readonly a: MetricValue;
	readonly b: MetricValue;
}

export interface ScoredPairs {
	/** For `signFlipTest`: differences, or their signed ranks where a value is censored. */
	readonly scores: readonly number[];
	readonly testedOn: 'values' | 'ranks';
	readonly effectSize: number;
}

export function scorePairs(pairs: readonly ValuePair[]): ScoredPairs {
	const gaps = pairs.map(gapOf);
	const ranks = signedRanks(gaps);
	const isCensored = pairs.some(({a, b}) => a.censored || b.censored);
	const rankSum = ranks.reduce((sum, rank) => sum + Math.abs(rank), 0);
	return {
		scores: isCensored ? ranks : gaps.map(({known}) => known),
		testedOn: isCensored ? 'ranks' : 'values',
		effectSize: rankSum === 0 ? 0 : ranks.reduce((sum, rank) => sum + rank, 0) / rankSum,
	};
}

export interface IntervalOptions {
	/** Such as 0.95. */
	readonly level: number;
	readonly resamples: number;
	/** In [0, 1). */
	readonly random: () => number;
}

/** Never empty. The interval is of percentiles, over resampled pairs: whole repeats, never requests. */
export function differenceOf(pairs: readonly ValuePair[], {level, resamples, random}: IntervalOptions): Difference {
	const known = pairs.map((pair) => gapOf(pair).known);
	const [isA, isB] = [pairs.some(({a}) => a.censored), pairs.some(({b}) => b.censored)];
	const middle = isA || isB ? median : mean;
	const means = known.length < 3 ? [] : Array.from({length: resamples}, () => middle(sampleWithReplacement(known, known.length, random)));
	const tail = (1 - level) / 2;
	return {
		value: middle(known),
		interval: means.length === 0 ? null : [quantile(means, tail), quantile(means, 1 - tail)],
		bound: isA && isB ? 'open' : isB ? 'at least' : isA ? 'at most' : 'exact',
	};
}

/** The middle of one side's values. Censored ones are the largest there are. */
export function medianValue(values: readonly MetricValue[]): MetricValue {
	const sorted = values.toSorted((x, y) => Number(x.censored) - Number(y.censored) || x.value - y.value);
	const lower = sorted[Math.floor((sorted.length - 1) / 2)] ?? {value: 0, censored: false};
	const upper = sorted[Math.floor(sorted.length / 2)] ?? lower;
	return {value: (lower.value + upper.value) / 2, censored: upper.censored};
}

interface Gap {
	/** B − A as far as it is known; 0 where not even its sign is. */
	readonly known: number;
	readonly sign: number;
	/** The true gap is larger than what is known of it. */
	readonly isOpen: boolean;
}

const unknown: Gap = {known: 0, sign: 0, isOpen: false};

function gapOf({a, b}: ValuePair): Gap {
	if (a.censored && b.censored) return unknown;
	const known = b.value - a.value;
	if (b.censored) return known >= 0 ? {known, sign: 1, isOpen: true} : unknown;
	if (a.censored) return known <= 0 ? {known, sign: -1, isOpen: true} : unknown;
	return {known, sign: Math.sign(known), isOpen: false};
}

/** Ranks by size, ties shared, with the gap's sign. An open gap is larger than any that is known, and no gap has no rank. */
function signedRanks(gaps: readonly Gap[]): readonly number[] {
	const sizes = gaps.map(({known, isOpen}) => (isOpen ? Number.POSITIVE_INFINITY : Math.abs(known)));
	const sorted = Float64Array.from(sizes.filter((size) => size > 0)).sort();
	return gaps.map(({sign}, index) => {
		const size = sizes[index] ?? 0;
		return size === 0 ? 0 : sign * ((sorted.indexOf(size) + sorted.lastIndexOf(size)) / 2 + 1);
	});
}
