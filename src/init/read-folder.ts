// What lies in a user's folder that tells of their gateway and their apps: files by name, read as text, not deep, and none of a size that no
// config has.
import {globSync, readFileSync, statSync} from 'node:fs';
import path from 'node:path';

/** By path relative to the folder, with `/`. The text of what is not read is empty: that it is there is enough. */
export type FolderFiles = ReadonlyMap<string, string>;

const patterns = [
	'*compose*.{yaml,yml}',
	'Dockerfile',
	'*.conf',
	'haproxy.cfg',
	'Caddyfile',
	'{envoy,traefik}.{yaml,yml,toml}',
	'*.vcl',
	'package.json',
	'requirements.txt',
	'pyproject.toml',
	'Gemfile',
	'{pom.xml,build.gradle,build.gradle.kts}',
];
const mostBytes = 256 * 1024;
const mostFiles = 200;
const notTheirs = new Set(['node_modules', 'vendor', 'dist', 'build', 'target', 'test', 'tests']);

export function readFolder(folder: string, written: readonly string[]): FolderFiles {
	const found = patterns.flatMap((pattern) =>
		globSync(
			['', '*/', '*/*/'].map((depth) => `${depth}${pattern}`),
			{
				cwd: folder,
				exclude: (name) => notTheirs.has(path.basename(name)) || path.basename(name).startsWith('.'),
			},
		),
	);
	const names = [...found, ...written].slice(0, mostFiles).map((name) => name.split(path.sep).join('/'));
	return new Map([...new Set(names)].toSorted().flatMap((name) => textOf(folder, name)));
}

function textOf(folder: string, name: string): readonly (readonly [string, string])[] {
	const file = path.join(folder, name);
	try {
		const {size} = statSync(file);
		return [[name, size > mostBytes ? '' : readFileSync(file, 'utf8')]];
	} catch (error) {
		// What is not there is not there; what is there and cannot be read is still not to be overwritten.
		return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR') ? [] : [[name, '']];
	}
}
