import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import test from 'ava';
import {contextHash} from '../../src/runtime/image-context.ts';
import {explainNpm, npmEntry} from '../../src/runtime/image-npm.ts';

const program = {name: 'manager', version: '1.2.3'};

test('a package is known by its name, version and machine, without npm or network', (t) => {
	const entry = npmEntry(program, '/nowhere');
	t.is(entry.path, 'manager.tgz');
	t.is(contextHash([entry], []), contextHash([npmEntry(program, '/elsewhere')], []));
	t.not(contextHash([entry], []), contextHash([npmEntry({...program, version: '1.2.4'}, '/nowhere')], []));
});

test('a package that was fetched before is not fetched again', async (t) => {
	const folder = await mkdtemp(path.join(tmpdir(), 'gatequake-npm-'));
	t.teardown(async () => {
		await rm(folder, {recursive: true});
	});
	const entry = npmEntry(program, folder);
	t.is(entry.kind, 'host');
	if (entry.kind !== 'host') return;
	await writeFile(entry.from, 'the package');
	await entry.fetch?.(AbortSignal.timeout(1000));
	t.is(await readFile(entry.from, 'utf8'), 'the package');
});

test('without npm the error says what to do instead', (t) => {
	const explained = explainNpm(Object.assign(new Error('spawn npm ENOENT'), {code: 'ENOENT'}), program);
	t.is(explained.code, 'NO_NPM');
	t.regex(explained.hint ?? '', /docker load.*--image manager=/);
});

test('what npm said last stands in the error, and a full disk is told as such', (t) => {
	const refused = explainNpm({code: 1, stderr: "npm error 404  'manager@1.2.3' is not in this registry.\n"}, program);
	t.is(refused.code, 'PACKAGE_NOT_FETCHED');
	t.regex(refused.message, /failed:\nnpm error 404 .* is not in this registry\.$/);
	t.is(explainNpm({code: 1, stderr: 'npm error ENOSPC: no space left on device'}, program).code, 'NO_DISK_SPACE');
});
