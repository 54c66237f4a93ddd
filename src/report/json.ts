// report.json: the report itself. Keys always stand in the same order, so that two reports can be compared line by line.
import {GatequakeError} from '../error.ts';
import type {Report} from './report.ts';

export const reportSchemaVersion = 1;

/** The order of the document and of each run is that of report.ts; within them keys are sorted. */
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
	'runs',
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
	const document = orderKeys({...report, runs: report.runs.map((run) => orderKeys({...run}, runKeys))}, reportKeys);
	return `${JSON.stringify(document, null, '\t')}\n`;
}

/** `source` is named in the errors: the file that the text came from. */
export function parseReport(text: string, source = 'the text'): Report {
	const value = parseJson(text, source);
	assertReport(value, source);
	return value;
}

/** The version must be ours and every part be there; what each part holds is the writer's promise under that version. */
function assertReport(value: unknown, source: string): asserts value is Report {
	if (!isRecord(value) || !('schemaVersion' in value)) {
		throw notAReport(source, 'it has no schemaVersion');
	}

	const version = value['schemaVersion'];
	if (version !== reportSchemaVersion) {
		throw new GatequakeError(
			`expected a report of schemaVersion ${reportSchemaVersion}, and ${source} has schemaVersion ${JSON.stringify(version)}`,
			{
				code: 'REPORT_VERSION',
				hint: 'read it with the gatequake that wrote it (its version stands under tool.version), or run the scenarios again',
				exitCode: 2,
			},
		);
	}

	const missing = missingParts(value);
	if (missing.length > 0) {
		throw notAReport(source, `it lacks ${missing.join(', ')}`);
	}
}

const parts: Readonly<Record<string, (value: unknown) => boolean>> = {
	tool: isRecord,
	startedAt: (value) => typeof value === 'string',
	durationMs: (value) => typeof value === 'number',
	host: isRecord,
	verdict: (value) => value === 'pass' || value === 'fail' || value === 'inconclusive',
	exitCode: (value) => typeof value === 'number',
	counts: isRecord,
	runs: Array.isArray,
};
const runParts = ['id', 'scenario', 'gateway', 'config', 'verdict', 'expectations', 'windows', 'ledger', 'chart', 'files'];

function missingParts(report: Readonly<Record<string, unknown>>): readonly string[] {
	const missing = Object.keys(parts).filter((name) => parts[name]?.(report[name]) !== true);
	const runs: readonly unknown[] = Array.isArray(report['runs']) ? report['runs'] : [];
	const inRuns = runs.flatMap((run, index) =>
		isRecord(run) ? runParts.filter((name) => !(name in run)).map((name) => `runs[${index}].${name}`) : [`runs[${index}]`],
	);
	return [...missing, ...inRuns];
}

function parseJson(text: string, source: string): unknown {
	try {
		// JSON.parse gives `any`.
		return JSON.parse(text) as unknown;
	} catch (error) {
		throw new GatequakeError(`expected a Gatequake report, and ${source} is not JSON`, {
			code: 'NOT_A_REPORT',
			hint: 'give the report.json that a run wrote, or the folder that holds it',
			exitCode: 2,
			cause: error,
		});
	}
}

function notAReport(source: string, why: string): GatequakeError {
	return new GatequakeError(`expected a Gatequake report, and ${source} is not one: ${why}`, {
		code: 'NOT_A_REPORT',
		hint: 'give the report.json that a run wrote, or the folder that holds it',
		exitCode: 2,
	});
}

/** Those of `first` in its order, then the rest sorted. Runs keep the order they were given. */
function orderKeys(value: Readonly<Record<string, unknown>>, first: readonly string[]): Readonly<Record<string, unknown>> {
	const known = first.filter((key) => key in value);
	const others = Object.keys(value)
		.filter((key) => !first.includes(key))
		.sort();
	return Object.fromEntries(
		[...known, ...others].map((key) => [key, first === reportKeys && key === 'runs' ? value[key] : sortWithin(value[key])]),
	);
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
