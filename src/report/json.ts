// report.json: the report itself. Keys always stand in the same order, so that two reports can be compared line by line. It is written in
// pieces, run by run, so that a report need not be held as one text; parse-report.ts reads it.
import {createHash} from 'node:crypto';
import type {Hash} from 'node:crypto';
import type {Report, ReportHead, RunReport} from './report.ts';

export const reportSchemaVersion = 1;

/** The order of the document and of each run is that of report.ts; within them keys are sorted. `runs` and `integrity` stand last. */
const reportKeys = [
	'schemaVersion',
	'tool',
	'startedAt',
	'durationMs',
	'host',
	'command',
	'seed',
	'interrupted',
	'errors',
	'verdict',
	'exitCode',
	'counts',
	'plan',
	'shard',
	'baseline',
	'skipped',
];
const runKeys = [
	'id',
	'startedAt',
	'scenario',
	'title',
	'file',
	'gateway',
	'config',
	'repeat',
	'mode',
	'repro',
	'verdict',
	'reasons',
	'expectations',
];

export function renderJson(report: Report): string {
	const {runs, ...head} = report;
	return [...jsonPieces(head, runs)].join('');
}

/** The same text, one piece a run. */
export function* jsonPieces(head: ReportHead, runs: Iterable<RunReport>): Generator<string, void> {
	const seal = new ReportSeal(head);
	yield `${indented(orderKeys({...head}, reportKeys), '').slice(0, -2)},\n\t"runs": [`;
	let isFirst = true;
	for (const run of runs) {
		yield `${isFirst ? '' : ','}\n\t\t${indented(seal.add(run), '\t\t')}`;
		isFirst = false;
	}

	yield `${isFirst ? '' : '\n\t'}],\n\t"integrity": ${JSON.stringify(seal.integrity())}\n}\n`;
}

/**
 * What a document's `integrity` must be, whatever the order of its keys and its spaces: SHA-256 of lines of compact JSON with ordered keys,
 * the document without `runs` and `integrity` first, then a line for each run.
 */
export class ReportSeal {
	readonly #hash: Hash = createHash('sha256');

	constructor(head: ReportHead) {
		this.#update(orderKeys({...head}, reportKeys));
	}

	/** Gives it back with its keys in order. */
	add(run: RunReport): Readonly<Record<string, unknown>> {
		const ordered = orderKeys({...run}, runKeys);
		this.#update(ordered);
		return ordered;
	}

	integrity(): string {
		return `sha256-${this.#hash.copy().digest('hex')}`;
	}

	#update(value: unknown): void {
		this.#hash.update(`${JSON.stringify(value)}\n`);
	}
}

function indented(value: unknown, indent: string): string {
	return onOneLine(JSON.stringify(value, null, '\t')).replaceAll('\n', `\n${indent}`);
}

/** Lists of numbers: the columns of a chart would be most of the lines. Within a string a line end is escaped, so none is touched. */
function onOneLine(json: string): string {
	return json.replaceAll(/\[\n\t+(?:(?:-?[\d.eE+-]+|null),?\n\t+)+\]/g, (list) => list.replaceAll(/\n\t+/g, ''));
}

/** Those of `first` in its order, then the rest sorted. Lists keep the order they were given. */
function orderKeys(value: Readonly<Record<string, unknown>>, first: readonly string[]): Readonly<Record<string, unknown>> {
	const known = first.filter((key) => key in value);
	const others = Object.keys(value)
		.filter((key) => !first.includes(key))
		.sort();
	return Object.fromEntries([...known, ...others].map((key) => [key, sortWithin(value[key])]));
}

function sortWithin(value: unknown): unknown {
	if (Array.isArray(value)) {
		return value.map(sortWithin);
	}

	return isRecord(value) ? orderKeys(value, []) : value;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
