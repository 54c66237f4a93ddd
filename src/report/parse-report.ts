// Reads report.json back, and refuses what is not one: another version, a text cut short, a document that does not follow the published
// schema, and one that was changed after it was written.
import {Ajv} from 'ajv';
import type {ErrorObject} from 'ajv';
import {GatequakeError} from '../error.ts';
import {integrityOf, reportSchemaVersion} from './json.ts';
import {printable} from './printable.ts';
import type {Report, ReportDocument} from './report.ts';
import schema from './report.schema.json' with {type: 'json'};

/** Problems named in an error; a document of another kind may have thousands. */
const problemsTold = 5;

const isDocument = new Ajv({allErrors: true, strict: true, allowUnionTypes: true}).compile<ReportDocument>(schema);

/** `source` is named in the errors: the file that the text came from. @throws GatequakeError with exit code 2. */
export function parseReport(text: string, source = 'the text'): Report {
	const value = parseJson(text, source);
	if (!isRecord(value) || !('schemaVersion' in value)) {
		throw notAReport(source, 'it has no schemaVersion');
	}

	const {schemaVersion} = value;
	if (schemaVersion !== reportSchemaVersion) {
		throw otherVersion(source, schemaVersion);
	}

	if (!isDocument(value)) {
		throw notAReport(source, problemsOf(isDocument.errors ?? []));
	}

	const {integrity, ...report} = value;
	if (integrity !== undefined && integrity !== integrityOf(value)) {
		throw new GatequakeError(`expected ${source} as it was written, and it was changed since: its integrity does not match its content`, {
			code: 'REPORT_CHANGED',
			hint: 'take the report.json that the run wrote; remove the line "integrity" from one that you changed on purpose',
			exitCode: 2,
		});
	}

	return report;
}

function parseJson(text: string, source: string): unknown {
	try {
		// JSON.parse gives `any`.
		return JSON.parse(text) as unknown;
	} catch (error) {
		const isCut = text.startsWith('{') && !text.trimEnd().endsWith('}');
		throw notAReport(source, isCut ? 'the text is cut short' : 'it is not JSON', error);
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
function problemsOf(errors: readonly ErrorObject[]): string {
	const byPlace = Map.groupBy(errors, ({instancePath, keyword}) => `${placeOf(instancePath)} ${keyword === 'required' ? 'lacks' : ''}`);
	const told = [...byPlace].map(([place, found]) => {
		const words = found.map(({keyword, params, message}) => (keyword === 'required' ? String(params['missingProperty']) : message));
		return printable(`${place.trimEnd()} ${[...new Set(words)].join(', ')}`).slice(0, 200);
	});
	const more = told.length - problemsTold;
	return `${told.slice(0, problemsTold).join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
}

/** `runs[0].verdict` for `/runs/0/verdict`. */
function placeOf(instancePath: string): string {
	const place = instancePath
		.slice(1)
		.replaceAll(/\/(\d+)(?=\/|$)/g, '[$1]')
		.replaceAll('/', '.');
	return place === '' ? 'it' : place;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
