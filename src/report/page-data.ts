// The runs as the page carries them: each compressed by itself, so that a page of hundreds opens at once and unpacks only what is looked
// at. Configs that many runs share stand once.
import {deflateRawSync} from 'node:zlib';
import {markup} from './markup.ts';
import type {RunReport} from './report.ts';

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

/** The index, which names them all, comes last. */
export function* pageData(runs: Iterable<RunReport>): Generator<PageChunk, void> {
	const configs = new Map<string, string>();
	const index: PageRun[] = [];
	for (const run of runs) {
		const {text, others, ...config} = run.config;
		const content = JSON.stringify({text, others} satisfies PageConfig);
		const known = configs.get(content);
		const configKey = known ?? `config-${configs.size + 1}`;
		if (known === undefined) {
			configs.set(content, configKey);
			yield {key: configKey, data: packed(content)};
		}

		const key = runKey(index.length);
		yield {key, data: packed(JSON.stringify({...run, config, chart: drawn(run.chart)} satisfies PageRunData))};
		const {scenario, gateway, repeat, mode, verdict} = run;
		index.push({key, scenario, gateway: gateway.label, config: config.label, configKey, repeat, mode, verdict});
	}

	yield {key: 'index', data: packed(JSON.stringify({runs: index} satisfies PageIndex))};
}

export function dataElement({key, data}: PageChunk): string {
	return markup`<script type="text/plain" id="data-${key}">${data}</script>
`.text;
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
