// The command with real files: packed, rotated, named by a glob, wrong.
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {gzipSync} from 'node:zlib';
import test from 'ava';
import {filesNamed, openLog} from '../../src/cli/open-log.ts';
import type {GatequakeError} from '../../src/error.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'gatequake-diagnose-'));
test.after.always(() => rmSync(folder, {recursive: true}));

const text = 'a line\n'.repeat(200_000);

async function read(file: string): Promise<string> {
	let whole = '';
	for await (const chunk of (await openLog(file)).chunks) {
		whole += chunk.toString('latin1');
	}

	return whole;
}

test('plain and packed files are told apart by their first bytes, not by their names', async (t) => {
	const [plain, packed] = [path.join(folder, 'error.log.gz'), path.join(folder, 'error.log')];
	writeFileSync(plain, text);
	writeFileSync(packed, gzipSync(text));
	t.is(await read(plain), text);
	t.is(await read(packed), text);
});

test('a packed file that was cut gives what it has', async (t) => {
	const file = path.join(folder, 'cut.gz');
	const whole = gzipSync(Array.from({length: 100_000}, (_, index) => `line ${index * 7919}`).join('\n'));
	writeFileSync(file, whole.subarray(0, Math.floor(whole.length / 2)));
	const got = await read(file);
	t.true(got.startsWith('line 0\nline 7919\n'));
	t.true(got.length > 100_000);
});

test('several packed files behind one another in one file are read to the end', async (t) => {
	const file = path.join(folder, 'joined.gz');
	writeFileSync(file, Buffer.concat([gzipSync('one\n'), gzipSync('two\n')]));
	t.is(await read(file), 'one\ntwo\n');
});

test('an empty file gives nothing', async (t) => {
	const file = path.join(folder, 'empty.log');
	writeFileSync(file, '');
	t.is(await read(file), '');
});

test('a glob names the rotated files, and one that names none is an error', async (t) => {
	for (const name of ['access.log', 'access.log.1', 'access.log.2.gz']) {
		writeFileSync(path.join(folder, name), '');
	}

	t.deepEqual(
		(await filesNamed('access.log*', folder)).map((file) => path.basename(file)),
		['access.log', 'access.log.1', 'access.log.2.gz'],
	);
	const error = await t.throwsAsync<GatequakeError>(filesNamed('nothing*', folder));
	t.is(error?.code, 'NO_FILE');
});

test('a file that is not there is an error with a word on what to do', async (t) => {
	const error = await t.throwsAsync<GatequakeError>(openLog(path.join(folder, 'gone.log')));
	t.is(error?.code, 'NO_FILE');
	t.is(error?.exitCode, 2);
});
