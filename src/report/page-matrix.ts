// The matrix of the page: a row for each scenario, a column for each gateway with its config, and in a cell all repeats, each to be opened.
import type {SkippedRun} from '../scenario/plan.ts';
import type {Report, RunReport} from './report.ts';
import {modeWords} from './run-phrases.ts';

export interface PageColumn {
	readonly gateway: string;
	/** What else sets it apart from the other columns of its gateway: the config, the mode; null where nothing does. */
	readonly variant: string | null;
}

export interface PageCellRun {
	/** Its place in the report. */
	readonly index: number;
	readonly run: RunReport;
}

export interface PageCell {
	readonly runs: readonly PageCellRun[];
	/** Why there are none. */
	readonly skipped: SkippedRun | null;
}

export interface PageRow {
	readonly scenario: string;
	readonly title: string;
	/** One for each column. */
	readonly cells: readonly PageCell[];
}

export interface PageMatrix {
	readonly columns: readonly PageColumn[];
	readonly rows: readonly PageRow[];
}

/** Rows stand in the order of the report, columns as gateways and configs were named. */
export function pageMatrix({runs, skipped, plan}: Pick<Report, 'runs' | 'skipped' | 'plan'>): PageMatrix {
	const variants = new Set(runs.map(variantOf));
	const named = runs.toSorted(
		(a, b) =>
			Number(a.mode === 'control') - Number(b.mode === 'control') ||
			placeIn(plan.configs, a.config.label) - placeIn(plan.configs, b.config.label),
	);
	const found = uniqueBy(
		[
			...named.map((run): PageColumn => ({gateway: run.gateway.label, variant: variants.size > 1 ? variantOf(run) : null})),
			...skipped.filter(({gateway}) => !runs.some((run) => isOf(run, gateway))).map(({gateway}): PageColumn => ({gateway, variant: null})),
		],
		({gateway, variant}) => JSON.stringify([gateway, variant]),
	);
	// Columns of one gateway stand together.
	const gateways = [...plan.gateways, ...found.map(({gateway}) => gateway)];
	const columns = found.toSorted((a, b) => gateways.indexOf(a.gateway) - gateways.indexOf(b.gateway));
	const names = new Map(runs.map(({gateway}) => [gateway.label, gateway.name]));
	const scenarios = uniqueBy([...runs, ...skipped], ({scenario}) => scenario);
	const rows = scenarios.map(({scenario}): PageRow => {
		const own = runs.flatMap((run, index) => (run.scenario === scenario ? [{run, index}] : []));
		const left = skipped.filter((entry) => entry.scenario === scenario);
		return {
			scenario,
			title: own[0]?.run.title ?? '',
			cells: columns.map(({gateway, variant}) => {
				const here = own.filter(({run}) => run.gateway.label === gateway && (variant === null || variantOf(run) === variant));
				return {
					runs: here,
					skipped:
						here.length > 0 ? null : (left.find((entry) => entry.gateway === gateway || entry.gateway === names.get(gateway)) ?? null),
				};
			}),
		};
	});
	return {columns, rows};
}

function variantOf({config, mode}: RunReport): string {
	return mode === 'as-written' ? config.label : `${config.label}, ${modeWords[mode]}`;
}

function placeIn(labels: readonly string[], label: string): number {
	const place = labels.indexOf(label);
	return place < 0 ? labels.length : place;
}

function isOf(run: RunReport, gateway: string): boolean {
	return run.gateway.label === gateway || run.gateway.name === gateway;
}

/** The first of each key, in their order. */
function uniqueBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): readonly Item[] {
	const seen = new Set<string>();
	return items.filter((item) => !seen.has(keyOf(item)) && seen.add(keyOf(item)).size > 0);
}
