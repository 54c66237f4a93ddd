// Runs of one scenario laid over one another, their faults on the same instant: configs of one gateway, or gateways.
import type {PageRun, PageRunData} from '../page-data.ts';
import {runName} from '../run-phrases.ts';
import {comparePlots, compareReadout} from './compare-plots.ts';
import {compareTable} from './compare-table.ts';
import type {Compared} from './compare-table.ts';
import {configDiff} from './config-section.ts';
import {loadConfig, loadRun} from './load-run.ts';
import {element} from './element.ts';
import {lineSwatch} from './fill-swatch.ts';
import {timeline} from './timeline.ts';

/** As many lines as can be told apart. */
export const mostCompared = 8;

export interface CompareOptions {
	/** Of the scenario, all of them. */
	readonly runs: readonly PageRun[];
	readonly chosen: readonly string[];
	readonly onChoose: (keys: readonly string[]) => void;
	readonly signal: AbortSignal;
}

export async function compareView({runs, chosen, onChoose, signal}: CompareOptions): Promise<HTMLElement> {
	const {own, compared} = await loadCompared(runs, chosen);
	const scenario = runs[0]?.scenario ?? '';
	return element(
		'article',
		{class: 'run'},
		element(
			'header',
			{class: 'run-head'},
			element(
				'div',
				{},
				element('h1', {tabindex: '-1'}, scenario, ' ', element('span', {class: 'quiet'}, `${own.length} runs compared`)),
				element('p', {class: 'quiet'}, compared[0]?.run.title ?? ''),
			),
		),
		chooser(runs, own, onChoose),
		compared.length === 0 ? element('p', {}, 'Choose the runs to lay over one another.') : overlay(compared, signal),
		compared.length === 0 ? null : element('section', {}, element('h2', {}, 'Side by side'), compareTable(compared)),
		...(await configSections(own)),
	);
}

/** The overlay alone. */
export async function compareOverlay({runs, chosen, signal}: Omit<CompareOptions, 'onChoose'>): Promise<HTMLElement> {
	const {compared} = await loadCompared(runs, chosen);
	return overlayTimeline(compared, signal);
}

async function loadCompared(
	runs: readonly PageRun[],
	chosen: readonly string[],
): Promise<{readonly own: readonly PageRun[]; readonly compared: readonly Compared[]}> {
	const own = chosen.flatMap((key) => runs.find((run) => run.key === key) ?? []).slice(0, mostCompared);
	return {own, compared: await Promise.all(own.map(async (page, index) => aligned(await loadRun(page.key), page, index)))};
}

/** 0 is the instant of the fault's effect; in a run without one, the end of the baseline. */
function aligned(run: PageRunData, page: PageRun, index: number): Compared {
	return {run, page, line: index, zeroMs: run.fault?.inject?.effectiveMs ?? run.windows.baseline.toMs, name: lineName(page)};
}

function lineName(page: PageRun): string {
	const name = runName({...page, gateway: {label: page.gateway}, config: {label: page.config}}).slice(page.scenario.length + 3);
	return page.side === null ? name : `${page.side}: ${name}`;
}

function chooser(runs: readonly PageRun[], own: readonly PageRun[], onChoose: (keys: readonly string[]) => void): HTMLElement {
	const cells = [...new Set(runs.map(cellOf))];
	const inOrder = runs.toSorted((a, b) => cells.indexOf(cellOf(a)) - cells.indexOf(cellOf(b)) || a.repeat - b.repeat);
	const boxes = inOrder.map((page) => {
		const place = own.findIndex(({key}) => key === page.key);
		const box = element('input', {
			type: 'checkbox',
			value: page.key,
			checked: place >= 0,
			disabled: place < 0 && own.length >= mostCompared,
		});
		const name = place < 0 ? [lineName(page)] : [...lineSwatch(`line-${place}`, lineName(page)).childNodes];
		return element('li', {}, element('label', {}, box, ' ', name));
	});
	const list = element('ul', {class: 'chooser'}, boxes);
	list.addEventListener('change', () => {
		onChoose([...list.querySelectorAll<HTMLInputElement>('input:checked')].map(({value}) => value));
	});
	return element('fieldset', {}, element('legend', {}, `Runs to compare, ${mostCompared} at most`), list);
}

function overlay(compared: readonly Compared[], signal: AbortSignal): HTMLElement {
	return element('section', {}, element('h2', {}, 'Overlay, from the effect of the fault on'), overlayTimeline(compared, signal));
}

function overlayTimeline(compared: readonly Compared[], signal: AbortSignal): HTMLElement {
	const bucketMs = 100;
	const starts = compared.map(({run, zeroMs}) => run.chart.fromMs - zeroMs);
	const ends = compared.map(({run, zeroMs}) => run.chart.fromMs + run.chart.buckets * run.chart.bucketMs - zeroMs);
	const fromMs = Math.floor(Math.min(...starts) / bucketMs) * bucketMs;
	const buckets = Math.max(1, Math.ceil((Math.max(...ends) - fromMs) / bucketMs));
	return timeline({
		label: `Overlay of ${compared.map(({name}) => name).join(', ')}. Arrow keys read it out, plus and minus zoom. A table has the figures.`,
		fromMs,
		bucketMs,
		buckets,
		plots: comparePlots(compared),
		focus: null,
		readout: (column) => compareReadout(compared, column),
		signal,
	});
}

/** The first config against each other one. */
async function configSections(own: readonly PageRun[]): Promise<readonly (HTMLElement | null)[]> {
	const [first, ...rest] = own.filter((run, index) => own.findIndex(({configKey}) => configKey === run.configKey) === index);
	if (first === undefined || rest.length === 0) {
		return [];
	}

	const left = await loadConfig(first.configKey);
	const diffs = await Promise.all(
		rest.map(async (other) => configDiff(left, await loadConfig(other.configKey), [configName(first), configName(other)])),
	);
	return [element('section', {}, element('h2', {}, 'Configs'), diffs)];
}

function configName({side, gateway, config}: PageRun): string {
	return `${side === null ? '' : `${side}: `}${gateway} · ${config}`;
}

/** What repeats share. */
function cellOf({side, gateway, config, mode}: PageRun): string {
	return JSON.stringify([side, gateway, config, mode]);
}
