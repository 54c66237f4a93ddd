import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {Readable} from 'node:stream';
import {buffer, text} from 'node:stream/consumers';
import test from 'ava';
import {extract} from 'tar-stream';
import {contextHash, contextTar, type ContextEntry} from '../../src/runtime/image-context.ts';

const file = (name: string, content: string): ContextEntry => ({kind: 'file', path: name, content});

test('the hash does not depend on the order of the entries', (t) => {
	const [a, b] = [file('a', '1'), file('b', '2')];
	t.is(contextHash([a, b], ['x']), contextHash([b, a], ['x']));
});

test('the hash changes with a path, with content, with a target, with an identity and with what else is decisive', (t) => {
	const variants: readonly (readonly [readonly ContextEntry[], readonly string[]])[] = [
		[[file('a', '1')], ['x']],
		[[file('b', '1')], ['x']],
		[[file('a', '2')], ['x']],
		[[file('a', '1')], ['y']],
		[[file('a', '1')], ['x', '']],
		[[file('a', '1'), {kind: 'link', path: 'l', target: 'a'}], ['x']],
		[[file('a', '1'), {kind: 'link', path: 'l', target: 'b'}], ['x']],
		[[{kind: 'host', path: 'a', from: '/a', identity: 'p@1'}], ['x']],
		[[{kind: 'host', path: 'a', from: '/a', identity: 'p@2'}], ['x']],
	];
	t.is(new Set(variants.map(([entries, decisive]) => contextHash(entries, decisive))).size, variants.length);
});

test('parts of the hash cannot run into each other', (t) => {
	t.not(contextHash([], ['ab', 'c']), contextHash([], ['a', 'bc']));
	t.not(contextHash([file('ab', 'c')], []), contextHash([file('a', 'bc')], []));
});

test('the place on the host does not count, only what it stands for', (t) => {
	const [a, b] = ['/a', '/b'].map((from) => contextHash([{kind: 'host', path: 'a', from, identity: 'p@1'}], []));
	t.is(a, b);
});

test('the tar holds files, folders, links and whole folders of the host, but no nested node_modules', async (t) => {
	const folder = await mkdtemp(path.join(tmpdir(), 'gatequake-test-'));
	t.teardown(async () => await rm(folder, {recursive: true}));
	await writeFile(path.join(folder, 'run.sh'), '#!/bin/sh\n', {mode: 0o755});
	await writeFile(path.join(folder, 'node_modules'), 'left out');
	const names = await listing([
		file('Dockerfile', 'FROM x'),
		{kind: 'folder', path: 'rootfs'},
		{kind: 'link', path: 'bin/a', target: '../a.ts'},
		{kind: 'host', path: 'pkg', from: folder, identity: ''},
	]);
	t.deepEqual(names, ['file Dockerfile 644 FROM x', 'directory rootfs 755 ', 'symlink bin/a 644 ', 'file pkg/run.sh 755 #!/bin/sh\n']);
});

test('a file of the host that is gone fails the tar', async (t) => {
	await t.throwsAsync(listing([{kind: 'host', path: 'a', from: '/nowhere/at/all', identity: ''}]), {code: 'ENOENT'});
});

async function listing(entries: readonly ContextEntry[]): Promise<readonly string[]> {
	const names: string[] = [];
	const reader = extract();
	reader.end(await buffer(contextTar(entries)));
	for await (const entry of reader) {
		const {type, name, mode} = entry.header;
		names.push(`${type} ${name} ${mode?.toString(8)} ${await text(Readable.from(entry))}`);
	}
	return names;
}
