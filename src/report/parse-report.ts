// Reads report.json back, and refuses what is not one: another version, a text cut short, a document that does not follow the published
// schema, and one that was changed after it was written.
import {Ajv} from 'ajv';
import type {ErrorObject} from 'ajv';
import {GatequakeError} from '../error.ts';
import {ReportSeal, reportSchemaVersion} from './json.ts';
import {printable} from './printable.ts';
import type {Report, ReportDocument, ReportHeadDocument, RunReport} from './report.ts';
import schema from './report.schema.json' with {type: 'json'};
import {ReportSplitter} from './split-report.ts';
import type {ReportText} from './split-report.ts';

/** Problems named in an error; a document of another kind may have thousands. */
const problemsTold = 5;

/** Compiled with the first report that is read: it takes longer than to start a command, and most read none. */
let compiled: ReturnType<typeof compileSchema> | undefined;

function bySchema(): ReturnType<typeof compileSchema> {
	compiled ??= compileSchema();
	return compiled;
}

function compileSchema() {
	const ajv = new Ajv({allErrors: true, strict: true, allowUnionTypes: true}).addSchema(schema, 'report');
	return {
		isHead: ajv.compile<ReportDocument>({$ref: 'report'}),
		isRun: ajv.compile<RunReport>({$ref: 'report#/definitions/RunReport'}),
	};
}

/** The document without its runs. `source` is named in the errors: the file that the text came from. @throws GatequakeError with exit code 2. */
export function parseHead({head, isWhole}: ReportText, source: string): ReportHeadDocument {
	if (!isWhole && head.startsWith('{')) {
		throw notAReport(source, 'the text is cut short');
	}

	const value = parseJson(head, source);
	if (!isRecord(value) || !('schemaVersion' in value)) {
		throw notAReport(source, 'it has no schemaVersion');
	}

	const {schemaVersion} = value;
	if (schemaVersion !== reportSchemaVersion) {
		throw otherVersion(source, schemaVersion);
	}

	const {isHead} = bySchema();
	if (!isHead(value)) {
		throw notAReport(source, problemsOf(isHead.errors ?? []));
	}

	const {runs, ...document} = value;
	if (runs.length > 0) {
		throw notAReport(source, 'its list of runs has another name');
	}

	return document;
}

/** Reads the runs of a report one after the other. */
export class RunParser {
	readonly #integrity: string | undefined;
	readonly #source: string;
	readonly #seal: ReportSeal;
	#runs = 0;

	constructor({integrity, ...head}: ReportHeadDocument, source: string) {
		this.#integrity = integrity;
		this.#source = source;
		this.#seal = new ReportSeal(head);
	}

	/** @throws GatequakeError with exit code 2. */
	parse(text: string): RunReport {
		const place = `runs[${this.#runs++}]`;
		const run = parseJson(text, this.#source, place);
		const {isRun} = bySchema();
		if (!isRun(run)) {
			throw notAReport(this.#source, problemsOf(isRun.errors ?? [], place));
		}

		this.#seal.add(run);
		return run;
	}

	/** After the last one. @throws GatequakeError with exit code 2 where anything was changed. */
	end(): void {
		if (this.#integrity === undefined || this.#integrity === this.#seal.integrity()) return;
		throw new GatequakeError(
			`expected ${this.#source} as it was written, and it was changed since: its integrity does not match its content`,
			{
				code: 'REPORT_CHANGED',
				hint: 'take the report.json that the run wrote; remove the line "integrity" from one that you changed on purpose',
				exitCode: 2,
			},
		);
	}
}

/** A report that is there in one piece. @throws GatequakeError with exit code 2. */
export function parseReport(text: string, source = 'the text'): Report {
	const splitter = new ReportSplitter();
	const texts = splitter.push(text);
	const {integrity, ...head} = parseHead(splitter.end(), source);
	const parser = new RunParser(integrity === undefined ? head : {...head, integrity}, source);
	const runs = texts.map((run) => parser.parse(run));
	parser.end();
	return {...head, runs};
}

function parseJson(text: string, source: string, what = 'it'): unknown {
	try {
		// JSON.parse gives `any`.
		return JSON.parse(text) as unknown;
	} catch (error) {
		throw notAReport(source, `${what} is not JSON`, error);
	}
}

function otherVersion(source: string, version: unknown): GatequakeError {
	return new GatequakeError(
		`expected a report of schemaVersion ${reportSchemaVersion}, and ${source} has schemaVersion ${printable(JSON.stringify(version))}`,
		{
			code: 'REPORT_VERSION',
			hint: 'read it with the gatequake that wrote it (its version stands under tool.version), or run the scenarios again',
			exitCode: 2,
		},
	);
}

function notAReport(source: string, why: string, cause?: unknown): GatequakeError {
	return new GatequakeError(`expected a Gatequake report, and ${source} is not one: ${why}`, {
		code: 'NOT_A_REPORT',
		hint: 'give the report.json that a run wrote, or the folder that holds it',
		exitCode: 2,
		cause,
	});
}

/** `it lacks host, seed; runs[0].verdict must be equal to one of the allowed values`. */
function problemsOf(errors: readonly ErrorObject[], what = 'it'): string {
	const byPlace = Map.groupBy(
		errors,
		({instancePath, keyword}) => `${placeOf(instancePath, what)} ${keyword === 'required' ? 'lacks' : ''}`,
	);
	const told = [...byPlace].map(([place, found]) => {
		const words = found.map(({keyword, params, message}) => (keyword === 'required' ? String(params['missingProperty']) : message));
		return printable(`${place.trimEnd()} ${[...new Set(words)].join(', ')}`).slice(0, 200);
	});
	const more = told.length - problemsTold;
	return `${told.slice(0, problemsTold).join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
}

/** `runs[0].verdict` for `/verdict` of `runs[0]`. */
function placeOf(instancePath: string, what: string): string {
	const place = instancePath.replaceAll(/\/(\d+)(?=\/|$)/g, '[$1]').replaceAll('/', '.');
	return what === 'it' && place !== '' ? place.slice(1) : `${what}${place}`;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
