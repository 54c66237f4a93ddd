// The JSON Schema of what `gatequake diagnose --json` writes, made from the types. `node test/helpers/log-diagnosis-schema.ts` writes it.
import {writeFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {createGenerator} from 'ts-json-schema-generator';

export const diagnosisSchemaFile = fileURLToPath(new URL('../../docs/diagnosis.schema.json', import.meta.url));

export function makeDiagnosisSchema({strict = false}: {readonly strict?: boolean} = {}): object {
	const schema = createGenerator({
		path: fileURLToPath(new URL('../../src/diagnosis/log-diagnosis.ts', import.meta.url)),
		tsconfig: fileURLToPath(new URL('../../tsconfig.json', import.meta.url)),
		type: 'LogDiagnosis',
		skipTypeCheck: true,
		additionalProperties: !strict,
		topRef: false,
		expose: 'export',
	}).createSchema('LogDiagnosis');
	return {...schema, title: 'what gatequake diagnose --json writes, schemaVersion 1'};
}

export function diagnosisSchemaText(): string {
	return `${JSON.stringify(makeDiagnosisSchema(), null, '\t')}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	writeFileSync(diagnosisSchemaFile, diagnosisSchemaText());
}
