// The programs that run inside containers are taken from the running Gatequake itself: `src/**/*.ts` in the repository, `dist/**/*.js`
// when installed from npm. Only what a program really imports goes along, so that no other change makes its image stale.
import {existsSync} from 'node:fs';
import {readFile} from 'node:fs/promises';
import {isBuiltin} from 'node:module';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {GatequakeError} from '../error.ts';
import type {ContextEntry} from './image-context.ts';

/** Folder of the package: the one with docker/ and package.json. */
export const packageFolder = fileURLToPath(new URL('../../', import.meta.url));
const extension = path.extname(fileURLToPath(import.meta.url));
/** It runs in the repository, and not as it is published. */
export const isSource = extension === '.ts';
const sourceFolder = path.join(packageFolder, isSource ? 'src' : 'dist');

/**
 * Entries for /opt/gatequake: the programs (`upstreams/supervisor`) and all they import under `src/`, npm packages with their
 * dependencies under `node_modules/`, and a link `bin/supervisor` per program, the same whether it is TypeScript or built.
 */
export async function programEntries(programs: readonly string[], folder: string = sourceFolder): Promise<readonly ContextEntry[]> {
	const entries: ContextEntry[] = [
		{kind: 'file', path: 'gatequake/package.json', content: '{"type":"module"}\n'},
		{kind: 'folder', path: 'gatequake/bin'},
	];
	const suffix = folder === sourceFolder ? extension : '.ts';
	const pending = programs.map((program) => path.join(folder, program + suffix));
	for (const [index, program] of programs.entries()) {
		if (!existsSync(pending[index] ?? '')) throw missing(program, folder);
		const target = `../src/${program}${suffix}`;
		entries.push({kind: 'link', path: `gatequake/bin/${path.basename(program)}`, target});
	}
	const files = new Set(pending);
	const packages = new Set<string>();
	for (const file of files) {
		const content = await readFile(file, 'utf8');
		entries.push({kind: 'file', path: path.posix.join('gatequake/src', path.relative(folder, file)), content});
		for (const name of importsOf(content)) {
			if (name.startsWith('.')) files.add(path.resolve(path.dirname(file), name));
			else if (!isBuiltin(name)) packages.add(packageName(name));
		}
	}
	return [...entries, ...(await packageEntries(packages, folder))];
}

/**
 * What a module loads when it runs: imports (those of types only are not there any more by then), and the worker threads and child
 * programs that it names by `new URL('worker.ts', import.meta.url)`.
 */
export function importsOf(source: string): readonly string[] {
	const statements = source.matchAll(/^(?:import|export)\b(?!\s+type\b)[^'"`;]*?from\s*['"]([^'"]+)['"]|^import\s*['"]([^'"]+)['"]/gm);
	const calls = source.matchAll(/\bimport\(\s*['"]([^'"]+)['"]\s*\)/g);
	const urls = source.matchAll(/\bnew URL\(\s*['"](?:\.\/)?([^'"]+\.[jt]s)['"],\s*import\.meta\.url\s*\)/g);
	return [...[...statements, ...calls].map((match) => match[1] ?? match[2] ?? ''), ...urls.map((match) => `./${match[1]}`)];
}

/** Npm packages with their dependencies, under `gatequake/node_modules/`. */
export async function packageEntries(names: ReadonlySet<string>, from: string): Promise<readonly ContextEntry[]> {
	const entries: ContextEntry[] = [];
	const pending = [...names].map((name) => ({name, from, optional: false}));
	const seen = new Set<string>();
	for (let next = pending.pop(); next; next = pending.pop()) {
		const folder = findPackage(next.name, next.from);
		if (folder === null && next.optional) continue;
		if (folder === null) throw missing(`npm package ${next.name}`, next.from);
		if (seen.has(folder)) continue;
		seen.add(folder);
		const {version, dependencies, optionalDependencies} = await readManifest(folder);
		const place = folder.slice(folder.indexOf('/node_modules/') + 1);
		entries.push({kind: 'host', path: `gatequake/${place}`, from: folder, identity: `${next.name}@${version}`});
		pending.push(...dependencies.map((name) => ({name, from: folder, optional: false})));
		pending.push(...optionalDependencies.map((name) => ({name, from: folder, optional: true})));
	}
	return entries;
}

interface Manifest {
	readonly version: string;
	readonly dependencies: readonly string[];
	readonly optionalDependencies: readonly string[];
}

async function readManifest(folder: string): Promise<Manifest> {
	// package.json of an installed package: npm has checked its shape.
	const manifest: {version?: string; dependencies?: object; optionalDependencies?: object} = JSON.parse(
		await readFile(path.join(folder, 'package.json'), 'utf8'),
	);
	const optionalDependencies = Object.keys(manifest.optionalDependencies ?? {});
	const dependencies = Object.keys(manifest.dependencies ?? {}).filter((name) => !optionalDependencies.includes(name));
	return {version: manifest.version ?? '', dependencies, optionalDependencies};
}

/** Looks for an installed package as Node does: in every node_modules from a folder upwards. */
function findPackage(name: string, from: string): string | null {
	for (let folder = from; ; folder = path.dirname(folder)) {
		const candidate = path.join(folder, 'node_modules', name);
		if (existsSync(path.join(candidate, 'package.json'))) return candidate;
		if (folder === path.dirname(folder)) return null;
	}
}

function packageName(specifier: string): string {
	return specifier
		.split('/')
		.slice(0, specifier.startsWith('@') ? 2 : 1)
		.join('/');
}

function missing(what: string, where: string): GatequakeError {
	return new GatequakeError(`expected ${what} in ${where}, it is not there`, {
		code: 'INSTALLATION_INCOMPLETE',
		hint: 'install Gatequake again (`npm ci` in the repository)',
	});
}
