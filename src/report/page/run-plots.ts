// The plots of one run: what happened, what clients got, how long it took, what came through, and which app answered.
import {isGoodStatus, orderedOutcomes, outcomeLook} from '../outcome-look.ts';
import type {PageRunData} from '../page-data.ts';
import {drawMarks, lanePlot} from './lane-plot.ts';
import {fillSwatch, lineSwatch} from './fill-swatch.ts';
import {drawStacks, drawSteps} from './pen.ts';
import type {StepLine} from './pen.ts';
import {decades, decadeText} from './decades.ts';
import {largest} from './largest.ts';
import {roundUp} from './round-up.ts';
import {colours} from './scheme.ts';
import {highest, lowest, worstOutcomes} from './thin.ts';
import type {Plot, TimedColumn} from './timeline.ts';

/** So that a level at the very top is seen whole. */
const headroom = 1.05;

export function runPlots(run: PageRunData): readonly Plot[] {
	return [lanePlot(run), outcomePlot(run), latencyPlot(run), throughputPlot(run), ...upstreamPlots(run)];
}

function outcomePlot(run: PageRunData): Plot {
	const {chart} = run;
	const totals = Object.fromEntries(Object.entries(chart.outcomes).map(([name, column]) => [name, sum(column)]));
	const names = orderedOutcomes(totals);
	const full = largest(Array.from({length: chart.buckets}, (_, bucket) => sum(names.map((name) => chart.outcomes[name]?.[bucket] ?? 0))));
	return {
		title: 'Outcomes, requests per 100 ms',
		legend: names.map((name) => fillSwatch(outcomeLook(name).look, outcomeLook(name).label, String(totals[name] ?? 0))),
		height: 200,
		range: [0, full * headroom],
		tickText: wholeText,
		drawBelow: (pen) => drawMarks(pen, run),
		draw: (pen, {columns}) => {
			const thin = worstOutcomes(chart.outcomes, columns, isGoodStatus);
			const drawn = withLevelEnd(columns, run);
			drawStacks(
				pen,
				drawn,
				names.map((name) => ({
					look: outcomeLook(name).look,
					isFailure: !isGoodStatus(name),
					counts: levelled(thin[name] ?? [], drawn, chart.bucketMs, full),
				})),
			);
		},
	};
}

/** The load ends within its last bucket: that is drawn as wide as it was long, and as high as its rate was. */
function withLevelEnd(columns: readonly TimedColumn[], {chart}: PageRunData): readonly TimedColumn[] {
	return columns.map((column) =>
		column.end === chart.buckets && column.end - column.first === 1 ? {...column, toMs: Math.min(column.toMs, chart.toMs)} : column,
	);
}

function levelled(counts: readonly number[], columns: readonly TimedColumn[], bucketMs: number, most: number): readonly number[] {
	return counts.map((count, place) => {
		const column = columns[place];
		const lengthMs = column === undefined ? bucketMs : column.toMs - column.fromMs;
		return lengthMs < bucketMs ? Math.min(most, (count * bucketMs) / lengthMs) : count;
	});
}

function latencyPlot(run: PageRunData): Plot {
	const {p50Ms, p99Ms, maxMs} = run.chart;
	const range = decades([...p50Ms, ...maxMs]);
	const lines: readonly (readonly [string, readonly (number | null)[], () => StepLine])[] = [
		['maximum', maxMs, () => ({colour: colours().quiet, width: 1, dash: [1, 2]})],
		['p99', p99Ms, () => ({colour: colours().unsure, width: 1.5, dash: [5, 2]})],
		['p50', p50Ms, () => ({colour: colours().link, width: 2})],
	];
	return {
		title: 'Latency of whole answers',
		legend: lines.toReversed().map(([name]) => lineSwatch(`line-${name}`, name)),
		height: 130,
		range: [range[0] ?? 1, range.at(-1) ?? 10],
		isLog: true,
		ticks: range,
		tickText: decadeText,
		drawBelow: (pen) => drawMarks(pen, run),
		draw: (pen, {columns}) => {
			for (const [, values, line] of lines) {
				drawSteps(pen, steps(columns, highest(values, columns)), line());
			}
		},
	};
}

function throughputPlot(run: PageRunData): Plot {
	const {completed, bucketMs, buckets} = run.chart;
	const perSecond = completed.map((count) => (count * 1000) / bucketMs);
	// Answers to the last requests end after the last bucket, and the load within it: neither is a drop.
	const known = perSecond.map((value, bucket) => (bucket === buckets - 1 ? null : value));
	return {
		title: 'Throughput, good answers ended per second',
		legend: [lineSwatch('line-throughput', 'good answers per second')],
		height: 90,
		range: [0, roundUp(largest(perSecond)) * headroom],
		tickText: wholeText,
		drawBelow: (pen) => drawMarks(pen, run),
		draw: (pen, {columns}) => {
			drawSteps(pen, steps(columns, lowest(known, columns)), {colour: pen.colours.good, width: 1.75});
		},
	};
}

/** One plot for each app: what reached it, and what it answered. Where the two part, requests were lost on it or tried again. */
function upstreamPlots(run: PageRunData): readonly Plot[] {
	const apps = Object.entries(run.chart.upstreams);
	const most = roundUp(largest(apps.flatMap(([, {arrived, answered}]) => [...arrived, ...answered])));
	return apps.map(([name, {arrived, answered}], index) => ({
		title: `${name}, requests per 100 ms`,
		legend: index === 0 ? [lineSwatch('line-arrived', 'arrived'), lineSwatch('line-answered', 'answered')] : [],
		height: 56,
		range: [0, most * headroom],
		ticks: [0, most],
		tickText: wholeText,
		drawBelow: (pen) => drawMarks(pen, run),
		draw: (pen, {columns}) => {
			drawSteps(pen, steps(columns, highest(arrived, columns)), {colour: pen.colours.unsure, width: 1.5, dash: [4, 2]});
			drawSteps(pen, steps(columns, lowest(answered, columns)), {colour: pen.colours.link, width: 1.5});
		},
	}));
}

export function steps(
	columns: readonly TimedColumn[],
	values: readonly (number | null)[],
): readonly {readonly fromMs: number; readonly toMs: number; readonly value: number | null}[] {
	return columns.map(({fromMs, toMs}, place) => ({fromMs, toMs, value: values[place] ?? null}));
}

function wholeText(value: number): string {
	return Number.isInteger(value) ? String(value) : '';
}

function sum(values: readonly number[]): number {
	return values.reduce((all, value) => all + value, 0);
}
