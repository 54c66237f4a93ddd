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
	/** In a comparison of several reports the label of its side; else null. */
	readonly side: string | null;
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
	const packer = new PagePacker();
	for (const run of runs) yield* packer.pack(run);
	yield packer.index();
}

export class PagePacker {
	readonly #configs = new Map<string, string>();
	readonly #runs: PageRun[] = [];

	/** `side`: which side of a comparison of several reports it belongs to. */
	pack(run: RunReport, side: string | null = null): readonly PageChunk[] {
		const {text, others, ...config} = run.config;
		const content = JSON.stringify({text, others} satisfies PageConfig);
		const known = this.#configs.get(content);
		const configKey = known ?? `config-${this.#configs.size + 1}`;
		this.#configs.set(content, configKey);
		const key = runKey(this.#runs.length);
		const {scenario, gateway, repeat, mode, verdict} = run;
		this.#runs.push({key, side, scenario, gateway: gateway.label, config: config.label, configKey, repeat, mode, verdict});
		return [
			...(known === undefined ? [{key: configKey, data: packed(content)}] : []),
			{key, data: packed(JSON.stringify({...run, config, chart: drawn(run.chart)} satisfies PageRunData))},
		];
	}

	index(): PageChunk {
		return {key: 'index', data: packed(JSON.stringify({runs: this.#runs} satisfies PageIndex))};
	}
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
