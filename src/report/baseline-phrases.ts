// What changed since the baseline, in sentences that every rendering uses.
import type {BaselineChange, BaselineComparison} from '../compare/compare-baseline.ts';
import {formatMetric} from './format-metric.ts';
import type {RunReport} from './report.ts';
import {cellOf} from './run-phrases.ts';

/** `3 worse, 1 better, 2 new, 12 as before`: what is zero is left out. */
export function baselineCounts({changed, new: added, gone, same}: BaselineComparison): string {
	const count = (direction: BaselineChange['direction']) => changed.filter((change) => change.direction === direction).length;
	const parts = [
		[count('worse'), 'worse'],
		[count('better'), 'better'],
		[count('unproven'), 'unproven'],
		[added.length, 'new'],
		[gone.length, 'gone'],
		[same, 'as before'],
	] as const;
	const found = parts.filter(([number]) => number > 0).map(([number, word]) => `${number} ${word}`);
	return found.length === 0 ? 'nothing to compare' : found.join(', ');
}

/** `worse: upstream-killed.nginx.default: outage length 1.2 s → 3.4 s (limit 250 ms)`. */
export function changePhrase(change: BaselineChange, {limits}: BaselineComparison): string {
	const limit = limits[change.what];
	const allowed =
		change.unit === null || limit === undefined ? '' : ` (limit ${formatMetric({value: limit, censored: false}, change.unit)})`;
	return `${change.direction}: ${change.cell}: ${change.title} ${stateOf(change.from, change)} → ${stateOf(change.to, change)}${allowed}`;
}

/** Every line there is to say, what got worse first. */
export function baselineLines(baseline: BaselineComparison): readonly string[] {
	const order = ['worse', 'unproven', 'better'];
	const changed = baseline.changed.toSorted((a, b) => order.indexOf(a.direction) - order.indexOf(b.direction));
	return [
		...changed.map((change) => changePhrase(change, baseline)),
		...baseline.new.map((cell) => `new: ${cell}`),
		...baseline.gone.map((cell) => `gone: ${cell}`),
		...baseline.warnings.map((warning) => `beware: ${warning}`),
	];
}

/** What got worse of a run's cell. */
export function worseOf({id}: Pick<RunReport, 'id'>, baseline: BaselineComparison | null): readonly string[] {
	if (baseline === null) return [];
	const cell = cellOf(id);
	return baseline.changed
		.filter((change) => change.cell === cell && change.direction === 'worse')
		.map((change) => changePhrase(change, baseline));
}

function stateOf(state: BaselineChange['from'], {unit}: BaselineChange): string {
	return typeof state === 'string' ? state : formatMetric(state, unit ?? 'count');
}
