// The JSON Schema of report.json, made from the types of report.ts. `node test/helpers/report-schema.ts` writes it to where it is published.
import {writeFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {createGenerator} from 'ts-json-schema-generator';

export const publishedSchema = fileURLToPath(new URL('../../src/report/report.schema.json', import.meta.url));

/** `strict`: keys that no type has are errors, which shows what a builder of reports forgot. The published one lets keys be added. */
export function makeReportSchema({strict = false}: {readonly strict?: boolean} = {}): object {
	const schema = createGenerator({
		path: fileURLToPath(new URL('../../src/report/report.ts', import.meta.url)),
		tsconfig: fileURLToPath(new URL('../../tsconfig.json', import.meta.url)),
		type: 'ReportDocument',
		skipTypeCheck: true,
		additionalProperties: !strict,
		topRef: false,
		expose: 'export',
	}).createSchema('ReportDocument');
	return {...schema, title: 'report.json of gatequake, schemaVersion 1'};
}

export function schemaText(): string {
	return `${JSON.stringify(makeReportSchema(), null, '\t')}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	writeFileSync(publishedSchema, schemaText());
}
