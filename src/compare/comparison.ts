// What a comparison says: one row for each question asked, which is one metric in one scenario, of one side held against the first.
// It is a document of its own (`compare --reporter json`); field names are public.
import type {ExitCode} from '../error.ts';

/** One number of one run. Censored: the true value is at least this much, and unknown, as with a recovery that was not seen. */
export interface MetricValue {
	readonly value: number;
	readonly censored: boolean;
}

export type MetricUnit = 'ms' | 'share' | 'perSecond' | 'count' | 'ratio';

export type DifferenceVerdict = 'better' | 'worse' | 'no difference shown' | 'too few repeats';

/** One repeat of both sides. */
export interface ComparedPair {
	readonly repeat: number;
	/** Ids of the two runs. */
	readonly runs: readonly [a: string, b: string];
	readonly a: MetricValue;
	readonly b: MetricValue;
}

export interface Difference {
	/** B − A: the mean over the pairs; the median where a value is censored, each censored one counted with what is known of it. */
	readonly value: number;
	/** Bootstrap interval of it over the pairs, for the eye; null with fewer than three. It decides nothing. */
	readonly interval: readonly [low: number, high: number] | null;
	/** What censored values make of it: the true difference is at least or at most so much, or either. */
	readonly bound: 'exact' | 'at least' | 'at most' | 'open';
}

export interface ComparisonRow {
	/** The scenario, and what else tells its runs apart from others of the same side. */
	readonly group: string;
	/** Labels of the sides; the first side is always `a`. */
	readonly a: string;
	readonly b: string;
	readonly metric: string;
	readonly title: string;
	readonly unit: MetricUnit;
	readonly better: 'lower' | 'higher';
	/** A difference smaller than this is not called better or worse. */
	readonly matters: number;
	/** Raw values: nothing else went into the row. */
	readonly pairs: readonly ComparedPair[];
	readonly medianA: MetricValue;
	readonly medianB: MetricValue;
	readonly difference: Difference;
	/** Matched-pairs rank-biserial correlation of B − A: 1 where B is higher in every pair, −1 where lower, 0 where neither. */
	readonly effectSize: number;
	/** Two-sided, from the paired permutation test; and after Holm's correction over all rows. */
	readonly p: number;
	readonly pAdjusted: number;
	/** `values`: the test is on B − A itself. `ranks`: on signed ranks, because a value is censored. */
	readonly testedOn: 'values' | 'ranks';
	readonly verdict: DifferenceVerdict;
	/** Pairs with which this many questions could first be answered. */
	readonly pairsNeeded: number;
}

export interface ComparedSide {
	readonly label: string;
	readonly source: string;
	readonly startedAt: string;
	/** Runs that were compared, and those that proved nothing and were left out. */
	readonly runs: number;
	readonly inconclusive: number;
	/** Runs that have no partner on any other side. */
	readonly unpaired: number;
}

export interface Comparison {
	readonly schemaVersion: 1;
	readonly tool: {readonly name: 'gatequake'; readonly version: string};
	/** Chance of one wrong claim or more in the whole comparison, where nothing differs. */
	readonly alpha: number;
	readonly seed: number;
	/** The first is what the others are held against. */
	readonly sides: readonly ComparedSide[];
	/** Sentences: what else differs between the sides. */
	readonly warnings: readonly string[];
	/** Metrics asked for that no pair has. */
	readonly notMeasured: readonly string[];
	readonly counts: Readonly<Record<DifferenceVerdict, number>>;
	readonly exitCode: ExitCode;
	readonly rows: readonly ComparisonRow[];
}
