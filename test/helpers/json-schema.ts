// A JSON Schema made from a type of src.
import {fileURLToPath} from 'node:url';
import {createGenerator} from 'ts-json-schema-generator';

export interface SchemaSource {
	/** From the project's root. */
	readonly file: string;
	readonly type: string;
	readonly title: string;
}

/** `strict`: keys that no type has are errors, which shows what a builder forgot. A published schema lets keys be added. */
export function makeSchema({file, type, title}: SchemaSource, {strict = false}: {readonly strict?: boolean} = {}): object {
	const schema = createGenerator({
		path: fileURLToPath(new URL(`../../${file}`, import.meta.url)),
		tsconfig: fileURLToPath(new URL('../../tsconfig.json', import.meta.url)),
		type,
		skipTypeCheck: true,
		additionalProperties: !strict,
		topRef: false,
		expose: 'export',
	}).createSchema(type);
	return {...schema, title};
}

export function schemaText(source: SchemaSource): string {
	return `${JSON.stringify(makeSchema(source), null, '\t')}\n`;
}
