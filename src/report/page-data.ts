// The runs as the page carries them: each compressed by itself, so that a page of hundreds opens at once and unpacks only what is looked
// at. Configs that many runs share stand once.
import {deflateRawSync} from 'node:zlib';
import type {Report, RunReport} from './report.ts';

/** What the page knows of all runs without unpacking any. */
export interface PageIndex {
	readonly runs: readonly PageRun[];
}

export interface PageRun {
	readonly key: string;
	readonly scenario: string;
	readonly gateway: string;
	readonly config: string;
	readonly configKey: string;
	readonly repeat: number;
	readonly mode: RunReport['mode'];
	readonly verdict: RunReport['verdict'];
}

/** A run without its config's text, which stands apart. */
export type PageRunData = Omit<RunReport, 'config'> & {readonly config: Pick<RunReport['config'], 'label' | 'hash'>};

export type PageConfig = Pick<RunReport['config'], 'text' | 'others'>;

export interface PageChunk {
	readonly key: string;
	/** JSON, deflated without a header, in base64. */
	readonly data: string;
}

export function pageData({runs}: Pick<Report, 'runs'>): readonly PageChunk[] {
	const configs = new Map<string, string>();
	const chunks: PageChunk[] = [];
	const index = runs.map((run, place): PageRun => {
		const {text, others, ...config} = run.config;
		const content = JSON.stringify({text, others} satisfies PageConfig);
		const known = configs.get(content);
		const configKey = known ?? `config-${configs.size + 1}`;
		if (known === undefined) {
			configs.set(content, configKey);
			chunks.push({key: configKey, data: packed(content)});
		}

		const key = runKey(place);
		chunks.push({key, data: packed(JSON.stringify({...run, config, chart: drawn(run.chart)} satisfies PageRunData))});
		const {scenario, gateway, repeat, mode, verdict} = run;
		return {key, scenario, gateway: gateway.label, config: config.label, configKey, repeat, mode, verdict};
	});
	return [{key: 'index', data: packed(JSON.stringify({runs: index} satisfies PageIndex))}, ...chunks];
}

/** In the page's addresses: `report.html#run-3`. */
export function runKey(index: number): string {
	return `run-${index + 1}`;
}

function packed(json: string): string {
	return deflateRawSync(json).toString('base64');
}

/** A chart has room for three figures. */
function drawn(chart: RunReport['chart']): RunReport['chart'] {
	return {...chart, p50Ms: threeFigures(chart.p50Ms), p99Ms: threeFigures(chart.p99Ms), maxMs: threeFigures(chart.maxMs)};
}

function threeFigures(column: readonly (number | null)[]): readonly (number | null)[] {
	return column.map((value) => (value === null ? null : Number(value.toPrecision(3))));
}
