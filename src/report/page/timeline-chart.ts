// One plot of a timeline as a chart of uPlot: its axes, its cursor and its zoom. What is in it, the plot draws itself.
import uPlot from 'uplot';
import type {Pen} from './pen.ts';
import {colours, currentScheme} from './scheme.ts';
import type {Plot, View} from './timeline.ts';

/** CSS px left of the plot, for the words of its axis. */
export const gutter = 64;
const foot = 28;

export interface ChartOptions {
	readonly width: number;
	readonly isLast: boolean;
	readonly target: HTMLElement;
	readonly data: uPlot.AlignedData;
	readonly view: () => View;
	readonly onZoom: (fromMs: number, toMs: number) => void;
	readonly onReset: () => void;
	readonly onPoint: (place: number) => void;
}

export function timelineChart(plot: Plot, {width, isLast, target, data, view, onZoom, onReset, onPoint}: ChartOptions): uPlot {
	const font = '11.5px system-ui, sans-serif';
	const axis = {font, stroke: () => colours().quiet, grid: {stroke: () => colours().grid, width: 1}};
	return new uPlot(
		{
			width,
			height: plot.height + (isLast ? foot + 7 : 14),
			padding: [7, 10, isLast ? 0 : 7, 0],
			legend: {show: false},
			cursor: {
				y: false,
				points: {show: false},
				drag: {x: true, y: false, setScale: true, dist: 4},
				bind: {
					dblclick: () => () => {
						onReset();
						return null;
					},
				},
			},
			scales: {
				x: {time: false, auto: false, min: view().fromMs, max: view().toMs, range: (_chart, min, max) => [min, max]},
				y: {distr: plot.isLog ? 3 : 1, range: () => [plot.range[0], plot.range[1]]},
			},
			series: [{}, {paths: () => null, points: {show: false}, scale: 'y'}],
			axes: [
				{
					...axis,
					show: true,
					size: isLast ? foot : 0,
					space: 72,
					ticks: {show: isLast, stroke: () => colours().line, size: 5},
					values: (_chart, splits) => splits.map((ms) => (isLast ? `${Number((ms / 1000).toFixed(3))} s` : '')),
				},
				{
					...axis,
					scale: 'y',
					size: gutter,
					ticks: {show: false},
					space: 28,
					...(plot.ticks === undefined ? {} : {splits: () => [...(plot.ticks ?? [])], filter: (_chart: uPlot, splits: number[]) => splits}),
					values: (_chart, splits) => splits.map((value) => (value === null ? '' : plot.tickText(value))),
				},
			],
			hooks: {
				drawClear: [(self) => drawWith(self, (pen) => plot.drawBelow(pen))],
				draw: [(self) => drawWith(self, (pen) => plot.draw(pen, view()))],
				setScale: [
					(self, key) => {
						const {min, max} = self.scales[key] ?? {};
						const {fromMs, toMs} = view();
						if (
							key === 'x' &&
							typeof min === 'number' &&
							typeof max === 'number' &&
							(Math.abs(min - fromMs) > 0.01 || Math.abs(max - toMs) > 0.01)
						) {
							onZoom(min, max);
						}
					},
				],
				setCursor: [(self) => onPoint((self.cursor.left ?? -1) < 0 ? -1 : (self.cursor.idx ?? -1))],
			},
		},
		data,
		target,
	);
}

/** The chart library places the cursor by these; the plots draw themselves. */
export function chartData(view: View, plot: Plot | undefined): uPlot.AlignedData {
	return [view.columns.map(({fromMs, toMs}) => (fromMs + toMs) / 2), view.columns.map(() => plot?.range[1] ?? 1)];
}

function drawWith(chart: uPlot, draw: (pen: Pen) => void): void {
	const {ctx: context, bbox} = chart;
	context.save();
	context.beginPath();
	context.rect(bbox.left, bbox.top, bbox.width, bbox.height);
	context.clip();
	draw({
		context,
		colours: colours(),
		scheme: currentScheme(),
		ratio: uPlot.pxRatio,
		left: bbox.left,
		right: bbox.left + bbox.width,
		top: bbox.top,
		bottom: bbox.top + bbox.height,
		x: (atMs) => chart.valToPos(atMs, 'x', true),
		y: (value) => chart.valToPos(value, 'y', true),
	});
	context.restore();
}
