import test from 'ava';
import {packTar, unpackTar} from '../../src/runtime/tar-archive.ts';

const text = (archive: Buffer): Record<string, string> =>
	Object.fromEntries([...unpackTar(archive)].map(([path, content]) => [path, content.toString()]));

test('what is packed comes out again, under its path without the leading slash', (t) => {
	const archive = packTar([
		{path: '/etc/nginx/nginx.conf', content: 'worker_processes 1;\n'},
		{path: '/empty', content: ''},
		{path: '/exact', content: 'x'.repeat(512)},
	]);
	t.deepEqual(text(archive), {'etc/nginx/nginx.conf': 'worker_processes 1;\n', empty: '', exact: 'x'.repeat(512)});
});

test('a path of more than 100 bytes comes out whole', (t) => {
	const path = `${'folder/'.repeat(20)}file`;
	t.deepEqual(text(packTar([{path: `/${path}`, content: 'a'}])), {[path]: 'a'});
});

test('a file name that no archive can hold is refused by name', (t) => {
	const error = t.throws(() => packTar([{path: `/${'x'.repeat(101)}`, content: 'a'}]), {code: 'PATH_TOO_LONG'});
	t.regex(error.message, /x{101}/);
});

test('long names that the engine writes as PAX records are read', (t) => {
	const path = `logs/${'é'.repeat(90)}`;
	const record = `path=${path}\n`;
	const length = Buffer.byteLength(record) + 4;
	const archive = Buffer.concat([entry('x', `${length} ${record}`), entry('0', 'content'), entry('0', 'next'), Buffer.alloc(1024)]);
	t.deepEqual(text(archive), {[path]: 'content', short: 'next'});
});

test('long names that GNU tar writes are read', (t) => {
	const path = `logs/${'n'.repeat(150)}`;
	t.deepEqual(text(Buffer.concat([entry('L', `${path}\0`), entry('0', 'content'), Buffer.alloc(1024)])), {[path]: 'content'});
});

test('folders and links are left out', (t) => {
	t.deepEqual(text(Buffer.concat([entry('5', ''), entry('2', ''), entry('0', 'a'), Buffer.alloc(1024)])), {short: 'a'});
});

test('an archive that ends in the middle of a file is refused', (t) => {
	const archive = packTar([{path: '/journal', content: 'x'.repeat(2000)}]);
	t.throws(() => unpackTar(archive.subarray(0, 1000)), {code: 'ARCHIVE_CUT'});
});

/** One archive member by the name `short`, with the type given. */
function entry(type: string, content: string): Buffer {
	const [head, ...rest] = [packTar([{path: 'short', content}]).subarray(0, -1024)].flatMap((member) => [
		Buffer.from(member.subarray(0, 512)),
		member.subarray(512),
	]);
	head?.write(type, 156);
	return Buffer.concat([head ?? Buffer.alloc(0), ...rest]);
}
