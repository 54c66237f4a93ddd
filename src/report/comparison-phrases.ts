// The words of a comparison, the same in the terminal and in Markdown.
import type {Comparison, ComparisonRow, Difference} from '../compare/comparison.ts';
import {formatChange, formatMetric} from './format-metric.ts';

/** `2 worse, 1 better, 7 without a difference shown`: what is zero is left out. */
export function verdictsPhrase({counts}: Comparison): string {
	const parts = [
		[counts.worse, 'worse'],
		[counts.better, 'better'],
		[counts['no difference shown'], 'no difference shown'],
		[counts['too few repeats'], 'too few repeats'],
	] as const;
	return parts
		.filter(([count]) => count > 0)
		.map(([count, word]) => `${count} ${word}`)
		.join(', ');
}

/** `1.203 s → 0.512 s`: the middle run of each side. */
export function middlesPhrase({medianA, medianB, unit}: ComparisonRow): string {
	return `${formatMetric(medianA, unit)} → ${formatMetric(medianB, unit)}`;
}

/** `-0.691 s [-0.702 s, -0.68 s]`, `+33.2 [+33.1, +33.3] points`. */
export function differencePhrase({difference, unit}: Pick<ComparisonRow, 'difference' | 'unit'>): string {
	const {interval} = difference;
	const ends = interval === null ? '' : ` [${interval.map((end) => formatChange(end, unit)).join(', ')}]`;
	const phrase = `${boundSigns[difference.bound]}${formatChange(difference.value, unit)}${ends}`;
	return unit === 'share' ? `${phrase.replaceAll(' points', '')} points` : phrase;
}

/** `tuned against default: 2 worse, 3 no difference shown`. */
export function headlinePhrase(comparison: Comparison): string {
	const [first, ...others] = comparison.sides.map(({label}) => label);
	return `${others.length > 3 ? `${others.length} others` : others.join(' and ')} against ${first ?? ''}: ${verdictsPhrase(comparison)}`;
}

const boundSigns: Readonly<Record<Difference['bound'], string>> = {exact: '', 'at least': '≥ ', 'at most': '≤ ', open: 'about '};

/** With what it takes to get beyond `too few repeats`, and why a shown difference is not called one. */
export function verdictPhrase(row: ComparisonRow, alpha: number): string {
	if (row.verdict === 'too few repeats') return `too few repeats (${row.pairs.length}; ${row.pairsNeeded} needed)`;
	const isSmall = row.verdict === 'no difference shown' && row.pAdjusted <= alpha && Math.abs(row.difference.value) < row.matters;
	return isSmall ? `no difference that matters (${formatMetric({value: row.matters, censored: false}, row.unit)})` : row.verdict;
}

/** `p 0.012, effect -0.80`. */
export function evidencePhrase({pAdjusted, effectSize, pairs}: ComparisonRow): string {
	const p = pAdjusted < 0.001 ? '<0.001' : pAdjusted >= 1 ? '1' : pAdjusted.toPrecision(2);
	return `p ${p}, effect ${effectSize.toFixed(2)}, ${pairs.length} pair${pairs.length === 1 ? '' : 's'}`;
}

/** A line for each side, and each warning. */
export function sideLines({sides, warnings, notMeasured}: Comparison): readonly string[] {
	return [
		...sides.map(({label, source, startedAt, runs, inconclusive, unpaired}, index) => {
			const left = [
				...(inconclusive > 0 ? [`${inconclusive} inconclusive left out`] : []),
				...(unpaired > 0 ? [`${unpaired} without a partner`] : []),
			];
			return `${String.fromCodePoint(65 + index)} ${label}: ${[`${runs} runs of ${source}`, wallTime(startedAt), ...left].join(', ')}`;
		}),
		...warnings.map((warning) => `beware: ${warning}`),
		...(notMeasured.length === 0 ? [] : [`not measured: ${notMeasured.join(', ')}`]),
	];
}

/** Rows under their heading: the group, and with three sides or more which two are held against each other. */
export function headedRows({rows, sides}: Comparison): ReadonlyMap<string, readonly ComparisonRow[]> {
	return Map.groupBy(rows, ({group, a, b}) => (sides.length > 2 ? `${group}: ${a} → ${b}` : group));
}

/** Said once, under the table. */
export function methodPhrase({alpha}: Comparison): string {
	return `Each against A by repeat; exact paired permutation test, Holm's correction, alpha ${alpha}; intervals are for the eye`;
}

/** To the minute: it tells reports apart. */
function wallTime(iso: string): string {
	return iso.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d).*Z$/, '$1 $2 UTC');
}
