// Some plots over one time axis: they share the cursor and the zoom, by pointer, keys and buttons. What a plot shows is its own matter.
import type uPlot from 'uplot';
import {element} from './element.ts';
import type {Pen} from './pen.ts';
import {onSchemeChange} from './scheme.ts';
import {thinColumns} from './thin.ts';
import type {ThinColumn} from './thin.ts';
import {chartData, gutter, timelineChart} from './timeline-chart.ts';
import {timelineKeys} from './timeline-keys.ts';
import {zoomControls} from './zoom-controls.ts';

export interface Plot {
	readonly title: string;
	readonly legend: readonly Node[];
	/** Of the plot itself in CSS px, without its axis. */
	readonly height: number;
	readonly range: readonly [lowest: number, highest: number];
	readonly isLog?: boolean;
	/** Where the axis has its words, and which. Default: round numbers. */
	readonly ticks?: readonly number[];
	tickText(value: number): string;
	/** Under the grid. */
	drawBelow(pen: Pen): void;
	draw(pen: Pen, view: View): void;
}

export interface TimedColumn extends ThinColumn {
	readonly fromMs: number;
	readonly toMs: number;
}

/** What is to be seen: the columns reach a little beyond the edges. */
export interface View {
	readonly fromMs: number;
	readonly toMs: number;
	/** Buckets for each column. */
	readonly each: number;
	readonly columns: readonly TimedColumn[];
}

export interface TimelineOptions {
	/** Names it for assistive technology. */
	readonly label: string;
	readonly fromMs: number;
	readonly bucketMs: number;
	readonly buckets: number;
	readonly plots: readonly Plot[];
	/** A stretch that a button leads to. */
	readonly focus: {readonly name: string; readonly fromMs: number; readonly toMs: number} | null;
	readout(column: TimedColumn, reachMs: number): readonly Node[];
	readonly signal: AbortSignal;
}

/** CSS px for each column. */
const columnWidth = 2;

/** Draws once `root` is in the page and has a width. */
export function timeline(options: TimelineOptions): HTMLElement {
	const {fromMs, bucketMs, buckets, plots, signal} = options;
	const toMs = fromMs + buckets * bucketMs;
	const area = element('div', {class: 'plots', tabindex: '0', role: 'img', 'aria-label': options.label});
	const tip = element('div', {class: 'tip', hidden: true});
	const spoken = element('p', {class: 'spoken', role: 'status'});
	const note = element('p', {class: 'quiet note'});
	const root = element('figure', {class: 'timeline'});
	let view: View = viewOf(options, {fromMs, toMs}, 600);
	let charts: readonly uPlot[] = [];
	let place = -1;

	const setView = (from: number, to: number): void => {
		const length = Math.min(toMs - fromMs, Math.max(2 * bucketMs, to - from));
		const start = Math.max(fromMs, Math.min(from, toMs - length));
		view = viewOf(options, {fromMs: start, toMs: start + length}, area.clientWidth - gutter);
		place = -1;
		tip.hidden = true;
		for (const chart of charts) {
			chart.setData(chartData(view, plots[charts.indexOf(chart)]), false);
			chart.setScale('x', {min: view.fromMs, max: view.toMs});
		}

		root.dataset['from'] = String(view.fromMs);
		root.dataset['to'] = String(view.toMs);
		note.textContent =
			view.each === 1 ? '' : `Each column shows the worst 100 ms of ${(view.each * bucketMs) / 1000} s. Zoom in to see each 100 ms.`;
	};

	/** The chart that the pointer is in keeps its own cursor: a stretch may be being selected there. */
	const point = (next: number, {speak, from}: {readonly speak: boolean; readonly from?: number}): void => {
		const others = charts.filter((_, index) => index !== from);
		const column = view.columns[next];
		if (column === undefined || charts[0] === undefined) {
			place = -1;
			tip.hidden = true;
			spoken.textContent = '';
			for (const chart of others) chart.setCursor({left: -10, top: -10}, false);
			return;
		}

		place = next;
		const left = charts[0].valToPos((column.fromMs + column.toMs) / 2, 'x');
		for (const chart of others) chart.setCursor({left, top: 0}, false);
		tip.replaceChildren(...options.readout(column, (6 * (view.toMs - view.fromMs)) / Math.max(1, area.clientWidth - gutter)));
		tip.hidden = false;
		placeTip(tip, left + gutter, area.clientWidth);
		spoken.textContent = speak ? (tip.innerText ?? '') : '';
	};

	const make = (): void => {
		for (const chart of charts) chart.destroy();
		const width = area.clientWidth;
		charts = plots.map((plot, index) =>
			timelineChart(plot, {
				width,
				isLast: index === plots.length - 1,
				target: area.querySelectorAll<HTMLElement>('.plot')[index] ?? area,
				data: chartData(view, plot),
				view: () => view,
				onZoom: setView,
				onReset: () => setView(fromMs, toMs),
				onPoint: (next) => point(next, {speak: false, from: index}),
			}),
		);
		setView(view.fromMs, view.toMs);
	};

	area.append(...plots.map((plot) => element('div', {class: 'plot'}, plotHead(plot))));
	root.append(zoomControls({setView, view: () => view, fromMs, toMs, focus: options.focus}), area, note, tip, spoken);
	area.addEventListener('keydown', (event) => {
		timelineKeys(event, {
			point: (next) => point(next, {speak: true}),
			place: () => place,
			view: () => view,
			setView,
			whole: () => setView(fromMs, toMs),
			isWhole: () => view.toMs - view.fromMs >= toMs - fromMs,
		});
	});
	area.addEventListener('blur', () => point(-1, {speak: false}));
	let width = 0;
	const observer = new ResizeObserver(() => {
		if (area.clientWidth > 0 && area.clientWidth !== width) {
			width = area.clientWidth;
			make();
		}
	});
	observer.observe(area);
	onSchemeChange(() => {
		for (const chart of charts) chart.redraw(false, true);
	}, signal);
	signal.addEventListener('abort', () => {
		observer.disconnect();
		for (const chart of charts) chart.destroy();
	});
	return root;
}

function plotHead({title, legend}: Plot): HTMLElement {
	return element('div', {class: 'plot-head'}, element('h3', {}, title), element('ul', {class: 'legend'}, legend));
}

function viewOf(
	{fromMs, bucketMs, buckets}: Pick<TimelineOptions, 'fromMs' | 'bucketMs' | 'buckets'>,
	span: {readonly fromMs: number; readonly toMs: number},
	width: number,
): View {
	const first = Math.max(0, Math.floor((span.fromMs - fromMs) / bucketMs));
	const end = Math.min(buckets, Math.ceil((span.toMs - fromMs) / bucketMs));
	const columns = thinColumns(first, end, Math.max(50, width / columnWidth)).map((column) => ({
		...column,
		fromMs: fromMs + column.first * bucketMs,
		toMs: fromMs + column.end * bucketMs,
	}));
	return {...span, each: (columns[0]?.end ?? 1) - (columns[0]?.first ?? 0), columns};
}

/** Beside the pointer, on the side that has room. */
function placeTip(tip: HTMLElement, left: number, width: number): void {
	const isRight = left > width / 2;
	tip.style.left = isRight ? 'auto' : `${Math.min(left + 14, Math.max(0, width - tip.offsetWidth))}px`;
	tip.style.right = isRight ? `${Math.max(0, Math.min(width - left + 14, width - tip.offsetWidth))}px` : 'auto';
}
