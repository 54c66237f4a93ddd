// The plots of an overlay: failures, latency and throughput, a line for each run. Lines differ in colour and in dash.
import {formatDuration} from '../format-duration.ts';
import {isGoodStatus} from '../outcome-look.ts';
import {lineLooks} from '../line-looks.ts';
import type {RunChart} from '../report.ts';
import type {Compared} from './compare-table.ts';
import {element} from './element.ts';
import {lineSwatch} from './fill-swatch.ts';
import {drawSteps, drawUpright} from './pen.ts';
import type {Pen} from './pen.ts';
import {decades, decadeText} from './decades.ts';
import {largest} from './largest.ts';
import {roundUp} from './round-up.ts';
import {highest, lowest, thinColumns} from './thin.ts';
import type {ThinColumn} from './thin.ts';
import type {Plot, TimedColumn, View} from './timeline.ts';

type Values = (chart: RunChart) => readonly (number | null)[];

export function comparePlots(compared: readonly Compared[]): readonly Plot[] {
	const legend = (): readonly Node[] => compared.map(({name, line}) => lineSwatch(`line-${line}`, name));
	const rates = compared.map(({run}) => largest(perSecond(run.chart).map((value) => value ?? 0)));
	const latencies = decades(compared.flatMap(({run}) => run.chart.p99Ms));
	return [
		{
			title: 'Failed requests, percent in each 100 ms',
			legend: legend(),
			height: 170,
			range: [-2, 104],
			ticks: [0, 25, 50, 75, 100],
			tickText: (value) => `${value} %`,
			drawBelow: drawFaultInstant,
			draw: (pen, view) => drawLines(pen, view, compared, failedPercent, highest),
		},
		{
			title: 'Latency of whole answers, p99',
			legend: [],
			height: 150,
			range: [latencies[0] ?? 1, latencies.at(-1) ?? 10],
			isLog: true,
			ticks: latencies,
			tickText: decadeText,
			drawBelow: drawFaultInstant,
			draw: (pen, view) => drawLines(pen, view, compared, ({p99Ms}) => p99Ms, highest),
		},
		{
			title: 'Throughput, good answers ended per second',
			legend: [],
			height: 130,
			range: [0, roundUp(largest(rates)) * 1.05],
			tickText: (value) => (Number.isInteger(value) ? String(value) : ''),
			drawBelow: drawFaultInstant,
			draw: (pen, view) => drawLines(pen, view, compared, perSecond, lowest),
		},
	];
}

function drawFaultInstant(pen: Pen): void {
	drawUpright(pen, 0, {colour: pen.colours.ink, width: 1});
}

export function compareReadout(compared: readonly Compared[], {fromMs, toMs}: TimedColumn): readonly Node[] {
	const rows = compared.map(({run: {chart}, line, name, zeroMs}) => {
		const first = Math.max(0, Math.round((fromMs + zeroMs - chart.fromMs) / chart.bucketMs));
		const column = {first, end: Math.max(first + 1, Math.round((toMs + zeroMs - chart.fromMs) / chart.bucketMs))};
		const [failed = null] = highest(failedPercent(chart), [column]);
		const [p99 = null] = highest(chart.p99Ms, [column]);
		return element(
			'tr',
			{},
			element('th', {scope: 'row'}, [...lineSwatch(`line-${line}`, name).childNodes]),
			element('td', {}, failed === null ? '–' : `${failed.toFixed(0)} %`),
			element('td', {}, p99 === null ? '–' : formatDuration(p99)),
		);
	});
	return [
		element('b', {}, `${(fromMs / 1000).toFixed(1)} s to ${(toMs / 1000).toFixed(1)} s from the fault`),
		element('table', {}, element('tbody', {}, rows)),
	];
}

function drawLines(
	pen: Pen,
	view: View,
	compared: readonly Compared[],
	values: Values,
	pick: (values: readonly (number | null)[], columns: readonly ThinColumn[]) => readonly (number | null)[],
): void {
	for (const {
		run: {chart},
		line,
		zeroMs,
	} of compared) {
		const bucketAt = (atMs: number): number => (atMs + zeroMs - chart.fromMs) / chart.bucketMs;
		const first = Math.max(0, Math.floor(bucketAt(view.fromMs)));
		const end = Math.min(chart.buckets, Math.ceil(bucketAt(view.toMs)));
		const columns = thinColumns(first, end, Math.ceil((end - first) / view.each));
		const picked = pick(values(chart), columns);
		const look = lineLooks[line % lineLooks.length];
		const atMs = (bucket: number): number => chart.fromMs + bucket * chart.bucketMs - zeroMs;
		drawSteps(
			pen,
			columns.map((column, place) => ({fromMs: atMs(column.first), toMs: atMs(column.end), value: picked[place] ?? null})),
			{colour: look?.[pen.scheme] ?? pen.colours.ink, width: lineWidth(line), dash: look?.dash ?? []},
		);
	}
}

/** Where lines lie upon one another, the earlier ones show at the edges of the later. */
function lineWidth(line: number): number {
	return Math.max(1.4, 3.2 - 0.4 * line);
}

function failedPercent({outcomes, buckets}: RunChart): readonly (number | null)[] {
	const columns = Object.entries(outcomes);
	return Array.from({length: buckets}, (_, bucket) => {
		let [good, all] = [0, 0];
		for (const [name, counts] of columns) {
			all += counts[bucket] ?? 0;
			good += isGoodStatus(name) ? (counts[bucket] ?? 0) : 0;
		}

		return all === 0 ? null : (100 * (all - good)) / all;
	});
}

/** The last bucket is rarely full. */
function perSecond({completed, bucketMs, buckets}: RunChart): readonly (number | null)[] {
	return completed.map((count, bucket) => (bucket === buckets - 1 ? null : (count * 1000) / bucketMs));
}
