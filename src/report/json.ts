// report.json: the report itself. Keys always stand in the same order, so that two reports can be compared line by line. It is written in
// pieces, run by run, so that a report need not be held as one text; parse-report.ts reads it.
import {createHash} from 'node:crypto';
import type {Hash} from 'node:crypto';
import type {Report, RunReport} from './report.ts';

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
export function* jsonPieces(head: Omit<Report, 'runs'>, runs: Iterable<RunReport>): Generator<string, void> {
	const ordered = orderKeys({...head}, reportKeys);
	const seal = new ReportSeal(ordered);
	yield `${indented(ordered, '').slice(0, -2)},\n\t"runs": [`;
	let isFirst = true;
	for (const run of runs) {
		const orderedRun = orderKeys({...run}, runKeys);
		seal.add(orderedRun);
		yield `${isFirst ? '' : ','}\n\t\t${indented(orderedRun, '\t\t')}`;
		isFirst = false;
	}

	yield `${isFirst ? '' : '\n\t'}],\n\t"integrity": ${JSON.stringify(seal.integrity())}\n}\n`;
}

/** Of a document that was read, whatever the order of its keys and its spaces: what its `integrity` must be. */
export function integrityOf(document: Readonly<Record<string, unknown>>): string {
	const {runs, integrity: _, ...head} = document;
	const seal = new ReportSeal(orderKeys(head, reportKeys));
	for (const run of Array.isArray(runs) ? runs : []) seal.add(isRecord(run) ? orderKeys(run, runKeys) : run);
	return seal.integrity();
}

/** SHA-256 of lines of compact JSON with ordered keys: the document without `runs` and `integrity`, then a line for each run. */
class ReportSeal {
	readonly #hash: Hash = createHash('sha256');

	constructor(head: Readonly<Record<string, unknown>>) {
		this.add(head);
	}

	add(value: unknown): void {
		this.#hash.update(`${JSON.stringify(value)}\n`);
	}

	integrity(): string {
		return `sha256-${this.#hash.digest('hex')}`;
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
