// Holds a report against an earlier one, for CI: what got worse beyond the set limits, what is new, what is gone, what changed. A run or two
// of each are no statistics, so the limits must leave room for noise; `compare` with ten repeats is the judge of small differences.
import type {Verdict} from '../expectations/expectation.ts';
import {cellOf} from '../report/run-phrases.ts';
import type {MetricUnit, MetricValue} from './comparison.ts';
import {metricNamed} from './metrics.ts';
import {medianValue} from './score-pairs.ts';
import {valueOf} from './run-values.ts';
import type {RunValues} from './run-values.ts';
import type {Side} from './side.ts';
import {warningsOf} from './side-warnings.ts';

export interface BaselineChange {
	/** A run's id without its repeat. */
	readonly cell: string;
	/** `verdict`, or a metric's name. */
	readonly what: string;
	readonly title: string;
	readonly unit: MetricUnit | null;
	/** The worst verdict of the repeats, or the middle of their values. */
	readonly from: Verdict | MetricValue;
	readonly to: Verdict | MetricValue;
	/** `unproven`: a verdict that became, or was, inconclusive. */
	readonly direction: 'better' | 'worse' | 'unproven';
}

export interface BaselineComparison {
	/** The earlier report: its file, its start, and the version that wrote it. */
	readonly source: string;
	readonly startedAt: string;
	readonly toolVersion: string;
	/** By metric: how much worse it may get. */
	readonly limits: Readonly<Record<string, number>>;
	/** Sentences: what else differs. */
	readonly warnings: readonly string[];
	/** Cells that were run here and not there, and the other way round. */
	readonly new: readonly string[];
	readonly gone: readonly string[];
	readonly changed: readonly BaselineChange[];
	/** Cells in both, without a change. */
	readonly same: number;
}

/** Wider than what is measured from run to run on one machine. */
export const defaultLimits: Readonly<Record<string, number>> = {outageMs: 250, recoveryMs: 500, errorShare: 0.02, lost: 0};

/** `planned` are the ids of all runs of the present plan: what another shard runs, or what was not reached, is not gone. */
export function compareBaseline(
	earlier: Side,
	present: Side,
	{limits, planned}: {readonly limits: Readonly<Record<string, number>>; readonly planned: readonly string[]},
): BaselineComparison {
	const [before, after] = [cellsOf(earlier.runs), cellsOf(present.runs)];
	const plannedCells = new Set(planned.map(cellOf));
	const both = [...after].flatMap(([cell, runs]) => {
		const old = before.get(cell);
		return old === undefined ? [] : [{cell, changes: changesOf(cell, old, runs, limits)}];
	});
	return {
		source: earlier.source,
		startedAt: earlier.startedAt,
		toolVersion: earlier.toolVersion,
		limits,
		warnings: warningsOf(earlier, present),
		new: [...after.keys()].filter((cell) => !before.has(cell)),
		gone: [...before.keys()].filter((cell) => !after.has(cell) && !plannedCells.has(cell)),
		changed: both.flatMap(({changes}) => changes),
		same: both.filter(({changes}) => changes.length === 0).length,
	};
}

function cellsOf(runs: readonly RunValues[]): ReadonlyMap<string, readonly RunValues[]> {
	return Map.groupBy(runs, ({id}) => cellOf(id));
}

function changesOf(
	cell: string,
	before: readonly RunValues[],
	after: readonly RunValues[],
	limits: Readonly<Record<string, number>>,
): readonly BaselineChange[] {
	const [from, to] = [worstVerdict(before), worstVerdict(after)];
	const changes: BaselineChange[] = [];
	if (from !== to) {
		const direction = from === 'inconclusive' || to === 'inconclusive' ? 'unproven' : to === 'fail' ? 'worse' : 'better';
		changes.push({cell, what: 'verdict', title: 'verdict', unit: null, from, to, direction});
	}

	for (const [name, limit] of Object.entries(limits)) {
		const change = metricChange(cell, name, limit, middleOf(before, name), middleOf(after, name));
		if (change !== null) changes.push(change);
	}

	return changes;
}

function metricChange(cell: string, name: string, limit: number, from: MetricValue | null, to: MetricValue | null): BaselineChange | null {
	const metric = metricNamed(name);
	if (metric === undefined || from === null || to === null) return null;
	const higher = riseOf(from, to, limit);
	if (higher === 0) return null;
	const direction = higher > 0 === (metric.better === 'higher') ? 'better' : 'worse';
	return {cell, what: name, title: metric.title, unit: metric.unit, from, to, direction};
}

/** 1: higher by more than the limit; −1: lower by more; 0: neither, or it cannot be known. What was not seen to end is higher than what was. */
function riseOf(from: MetricValue, to: MetricValue, limit: number): -1 | 0 | 1 {
	if (from.censored || to.censored) return from.censored === to.censored ? 0 : to.censored ? 1 : -1;
	const rise = to.value - from.value;
	return rise > limit ? 1 : rise < -limit ? -1 : 0;
}

/** Runs that proved nothing have no say. */
function middleOf(runs: readonly RunValues[], metric: string): MetricValue | null {
	const values = runs.filter(({verdict}) => verdict !== 'inconclusive').flatMap((run) => valueOf(run, metric) ?? []);
	return values.length === 0 ? null : medianValue(values);
}

function worstVerdict(runs: readonly RunValues[]): Verdict {
	const verdicts = new Set(runs.map(({verdict}) => verdict));
	return verdicts.has('fail') ? 'fail' : verdicts.has('inconclusive') ? 'inconclusive' : 'pass';
}
