// The manifests of deploy/kubernetes as they stand, and what the schemas of a current Kubernetes say of them.
import {spawnSync} from 'node:child_process';
import {globSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {parseAllDocuments} from 'yaml';
import {isRecord} from '../../src/expectations/options.ts';
import {projectFolder} from './source-file.ts';

export interface Manifest {
	readonly file: string;
	readonly kind: string;
	readonly name: string;
	readonly value: Readonly<Record<string, unknown>>;
}

/** All of them but those of kustomize, which is no part of the cluster. */
export function kubernetesManifests(): readonly Manifest[] {
	return globSync('deploy/kubernetes/**/*.yaml', {cwd: projectFolder})
		.toSorted()
		.filter((file) => path.basename(file) !== 'kustomization.yaml')
		.flatMap((file) => parsed(file, readFileSync(path.join(projectFolder, file), 'utf8')));
}

export function parsed(file: string, text: string): readonly Manifest[] {
	return parseAllDocuments(text).map((document) => {
		if (document.errors.length > 0) throw new Error(`${file}: ${document.errors.join('; ')}`);
		const value: unknown = document.toJS();
		if (!isRecord(value) || typeof value['kind'] !== 'string') throw new Error(`${file} has a document without a kind`);
		return {file, kind: value['kind'], name: String(at(value, 'metadata', 'name')), value};
	});
}

/** What stands at a place; undefined where there is nothing. */
export function at(value: unknown, ...place: readonly (string | number)[]): unknown {
	return place.reduce<unknown>((found, key) => (typeof found === 'object' && found !== null ? Reflect.get(found, key) : undefined), value);
}

/** Lists and records of it, empty where there are none. */
export function listAt(value: unknown, ...place: readonly (string | number)[]): readonly Readonly<Record<string, unknown>>[] {
	const list = at(value, ...place);
	return Array.isArray(list) ? list.filter(isRecord) : [];
}

/** By the types of the schemas, which know each field: a field that is misspelt is one that there is not. Empty where nothing is wrong. */
export function problemsByTypes(manifests: readonly Manifest[], folder: string): string {
	const kinds = [
		...new Set(manifests.map(({value, kind}) => `import type {I${kind}} from 'kubernetes-models/${String(value['apiVersion'])}';`)),
	];
	const texts = manifests.map(
		({file, kind, name, value}, index) =>
			`// ${file}: ${kind} ${name}\nexport const m${index}: I${kind} = ${JSON.stringify(value, null, '\t')};\n`,
	);
	writeFileSync(path.join(folder, 'manifests.ts'), `${kinds.join('\n')}\n${texts.join('\n')}`);
	writeFileSync(path.join(folder, 'package.json'), '{"type": "module"}');
	writeFileSync(
		path.join(folder, 'tsconfig.json'),
		JSON.stringify({
			compilerOptions: {
				strict: true,
				noEmit: true,
				skipLibCheck: true,
				types: [],
				module: 'esnext',
				moduleResolution: 'bundler',
				target: 'esnext',
				paths: {'kubernetes-models/*': [path.join(projectFolder, 'node_modules/kubernetes-models/*')]},
			},
			files: ['manifests.ts'],
		}),
	);
	const {stdout, stderr, status} = spawnSync(
		process.execPath,
		[path.join(projectFolder, 'node_modules/typescript/bin/tsc'), '-p', folder, '--pretty', 'false'],
		{encoding: 'utf8'},
	);
	return status === 0 ? '' : `${stdout}${stderr}`;
}

/** By the schemas themselves: what is missing, and the form of quantities, numbers and words. */
export async function problemsBySchema({kind, name, value}: Manifest): Promise<readonly string[]> {
	const models: unknown = await import(`kubernetes-models/${String(value['apiVersion'])}`);
	const Model = at(models, kind);
	if (typeof Model !== 'function') return [`there is no ${kind} in ${String(value['apiVersion'])}`];
	try {
		const model: unknown = Reflect.construct(Model, [value]);
		const validate = at(model, 'validate');
		if (typeof validate !== 'function') return [`${kind} has no schema`];
		validate.call(model);
		return [];
	} catch (error) {
		return [`${kind} ${name}: ${error instanceof Error ? error.message : String(error)}`];
	}
}
