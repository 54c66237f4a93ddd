import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import test from 'ava';
import {importsOf, programEntries} from '../../src/runtime/image-programs.ts';

test('imports of types are not followed, all others are', (t) => {
	const source = [
		"import type {A} from './a.ts';",
		"export type {B} from './b.ts';",
		"import {type C, d} from './d.ts';",
		'import {\n\te,\n\tf,\n} from "./e.ts";',
		"import './g.ts';",
		"export * from './h.ts';",
		"const late = await import('./i.ts');",
		"import autocannon from 'autocannon';",
		"new Worker(new URL('j.ts', import.meta.url));",
		"spawn(process.execPath, [new URL('./k.ts', import.meta.url)]);",
		"new URL('http://x/y.ts');",
	].join('\n');
	t.deepEqual(importsOf(source), ['./d.ts', './e.ts', './g.ts', './h.ts', 'autocannon', './i.ts', './j.ts', './k.ts']);
});

test('a program goes along with what it imports, its npm packages with theirs, and a link without extension', async (t) => {
	await using root = await folderWith({
		'src/load/generator.ts': "import {x} from '../timeline/sample.ts';\nimport fs from 'node:fs';\nimport one from 'one/inner.js';\n",
		'src/timeline/sample.ts': 'export const x = 1;\n',
		'src/load/elsewhere.ts': 'not imported',
		'node_modules/one/package.json': '{"version":"1.0.0","dependencies":{"@two/b":"*"},"optionalDependencies":{"absent":"*"}}',
		'node_modules/one/node_modules/@two/b/package.json': '{"version":"2.0.0"}',
		'node_modules/unused/package.json': '{"version":"3.0.0"}',
	});
	const entries = await programEntries(['load/generator'], path.join(root.path, 'src'));
	t.deepEqual(
		entries.map((entry) => `${entry.kind} ${entry.path}`),
		[
			'file gatequake/package.json',
			'folder gatequake/bin',
			'link gatequake/bin/generator',
			'file gatequake/src/load/generator.ts',
			'file gatequake/src/timeline/sample.ts',
			'host gatequake/node_modules/one',
			'host gatequake/node_modules/one/node_modules/@two/b',
		],
	);
	t.like(entries[2], {target: '../src/load/generator.ts'});
	t.like(entries[6], {identity: '@two/b@2.0.0'});
});

test('a program that is not there is named, and so is a package', async (t) => {
	await using root = await folderWith({'src/a.ts': "import 'no-such-package-anywhere';\n"});
	const folder = path.join(root.path, 'src');
	await t.throwsAsync(programEntries(['load/generator'], folder), {code: 'INSTALLATION_INCOMPLETE', message: /load\/generator/});
	await t.throwsAsync(programEntries(['a'], folder), {code: 'INSTALLATION_INCOMPLETE', message: /no-such-package-anywhere/});
});

async function folderWith(files: Readonly<Record<string, string>>): Promise<AsyncDisposable & {readonly path: string}> {
	const folder = await mkdtemp(path.join(tmpdir(), 'gatequake-test-'));
	for (const [name, content] of Object.entries(files)) {
		await mkdir(path.dirname(path.join(folder, name)), {recursive: true});
		await writeFile(path.join(folder, name), content);
	}
	return {path: folder, [Symbol.asyncDispose]: async () => await rm(folder, {recursive: true})};
}
