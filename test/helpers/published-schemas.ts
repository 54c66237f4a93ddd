// The JSON Schemas that are published, and what they are made from. `node test/helpers/published-schemas.ts` writes them.
import {writeFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {schemaText} from './json-schema.ts';
import type {SchemaSource} from './json-schema.ts';

export interface PublishedSchema extends SchemaSource {
	/** Where it is published. */
	readonly at: string;
}

export const reportSchema: PublishedSchema = {
	at: schemaFile('src/report/report.schema.json'),
	file: 'src/report/report.ts',
	type: 'ReportDocument',
	title: 'report.json of gatequake, schemaVersion 1',
};

export const logDiagnosisSchema: PublishedSchema = {
	at: schemaFile('docs/diagnosis.schema.json'),
	file: 'src/diagnosis/log-diagnosis.ts',
	type: 'LogDiagnosis',
	title: 'what gatequake diagnose --json writes, schemaVersion 1',
};

export const configLintSchema: PublishedSchema = {
	at: schemaFile('docs/linting.schema.json'),
	file: 'src/diagnosis/config-lint.ts',
	type: 'ConfigLint',
	title: 'what gatequake lint --json writes, schemaVersion 1',
};

export const responseDiagnosisSchema: PublishedSchema = {
	at: schemaFile('docs/response-diagnosis.schema.json'),
	file: 'src/diagnosis/response-diagnosis.ts',
	type: 'ResponseDiagnosis',
	title: 'what gatequake diagnose --url and --response write with --json, schemaVersion 1',
};

export const containerDiagnosisSchema: PublishedSchema = {
	at: schemaFile('docs/container-diagnosis.schema.json'),
	file: 'src/diagnosis/container-diagnosis.ts',
	type: 'ContainerDiagnosis',
	title: 'what gatequake diagnose --container writes with --json, schemaVersion 1',
};

export const hostDiagnosisSchema: PublishedSchema = {
	at: schemaFile('docs/host-diagnosis.schema.json'),
	file: 'src/diagnosis/host-diagnosis.ts',
	type: 'HostDiagnosis',
	title: 'what gatequake diagnose --host writes with --json, schemaVersion 1',
};

/** For the message of a test that finds one out of date. */
export const rewriteHint = 'it is written by: node test/helpers/published-schemas.ts';

function schemaFile(place: string): string {
	return fileURLToPath(new URL(`../../${place}`, import.meta.url));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	for (const schema of [
		reportSchema,
		logDiagnosisSchema,
		configLintSchema,
		responseDiagnosisSchema,
		containerDiagnosisSchema,
		hostDiagnosisSchema,
	]) {
		writeFileSync(schema.at, schemaText(schema));
	}
}
