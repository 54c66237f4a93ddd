import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import test from 'ava';
import {contextHash} from '../../src/runtime/image-context.ts';
import {explainGo, goProgramEntry} from '../../src/runtime/image-go-programs.ts';

const program = {module: 'example.org/some/server', package: 'cmd/server', version: '1.2.3', sum: 'h1:00', versionVariable: 'Version'};

test('a program is known by its module, version and machine, without compiler or network', (t) => {
	const entry = goProgramEntry(program, 'rootfs/server', '/nowhere');
	t.is(entry.path, 'rootfs/server');
	t.is(contextHash([entry], []), contextHash([goProgramEntry(program, 'rootfs/server', '/elsewhere')], []));
	t.not(contextHash([entry], []), contextHash([goProgramEntry({...program, version: '1.2.4'}, 'rootfs/server', '/nowhere')], []));
});

test('a program that was made before is not made again', async (t) => {
	const folder = await mkdtemp(path.join(tmpdir(), 'gatequake-go-'));
	t.teardown(async () => {
		await rm(folder, {recursive: true});
	});
	const entry = goProgramEntry(program, 'rootfs/server', folder);
	t.is(entry.kind, 'host');
	if (entry.kind !== 'host') return;
	await writeFile(entry.from, 'the program');
	await entry.fetch?.(AbortSignal.timeout(1000));
	t.is(await readFile(entry.from, 'utf8'), 'the program');
});

test('without go the error says what to install', (t) => {
	const explained = explainGo(Object.assign(new Error('spawn go ENOENT'), {code: 'ENOENT'}), program);
	t.is(explained.code, 'NO_GO');
	t.regex(explained.hint ?? '', /apt-get install golang-go/);
});

test('what go said last stands in the error, and a full disk is told as such', (t) => {
	const refused = explainGo({code: 1, stdout: '{\n\t"Error": "module lookup disabled by GOPROXY=off"\n}\n', stderr: ''}, program);
	t.is(refused.code, 'GO_PROGRAM_NOT_MADE');
	t.regex(refused.message, /failed:\nmodule lookup disabled by GOPROXY=off$/);
	t.regex(explainGo({code: 1, stdout: '', stderr: 'go: cannot find main module\n'}, program).message, /cannot find main module/);
	t.is(explainGo({code: 1, stdout: '', stderr: 'write: no space left on device'}, program).code, 'NO_DISK_SPACE');
});
