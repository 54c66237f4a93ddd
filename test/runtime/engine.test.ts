import {execFile} from 'node:child_process';
import {chmod, mkdtemp, rm} from 'node:fs/promises';
import {createServer, type RequestListener} from 'node:http';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {promisify} from 'node:util';
import test from 'ava';
import type {EngineAddress} from '../../src/runtime/engine-address.ts';
import {connectEngine} from '../../src/runtime/engine.ts';

test('an engine that answers is described', async (t) => {
	await using engine = await fakeEngine({
		'/version': {Version: '20.10.24', ApiVersion: '1.41', KernelVersion: '6.1.0', Components: [{Name: 'Engine'}]},
		'/info': {NCPU: 2, MemTotal: 1024, CgroupVersion: '2', Driver: 'overlay2'},
	});
	const {info, address} = await connectEngine([nobody, engine.address]);
	t.is(address, engine.address.url);
	t.deepEqual(info, {
		name: 'Docker',
		version: '20.10.24',
		apiVersion: '1.41',
		kernel: '6.1.0',
		cpus: 2,
		memoryBytes: 1024,
		cgroup: 'v2',
		storageDriver: 'overlay2',
	});
});

test('an engine older than API 1.41 is refused with both versions', async (t) => {
	await using engine = await fakeEngine({'/version': {Version: '19.03.1', ApiVersion: '1.40'}});
	const error = await t.throwsAsync(connectEngine([engine.address]), {code: 'ENGINE_TOO_OLD'});
	t.like(error, {exitCode: 2});
	t.regex(error.message, /1\.41.*19\.03\.1.*1\.40/);
});

test('no engine is an error that names every place where none was', async (t) => {
	await using other = await fakeEngine({'/version': {hello: 'world'}});
	const error = await t.throwsAsync(connectEngine([nobody, other.address]), {code: 'NO_ENGINE'});
	t.like(error, {exitCode: 2});
	t.regex(error.message, /nowhere.*ENOENT.*no container engine/);
});

test('an engine to which this user may not speak is told so, and what to do', async (t) => {
	await using engine = await fakeEngine({'/version': {Version: '20.10.24', ApiVersion: '1.41'}});
	await chmod(new URL(engine.address.url).pathname, 0o000);
	const {stdout} = await promisify(execFile)(process.execPath, [
		'--no-warnings',
		'--input-type=module',
		'--eval',
		asNobody,
		JSON.stringify(engine.address),
	]);
	t.regex(stdout, /^NO_ENGINE 2 expected a container engine to answer, none did: unix:.*connect EACCES .*\n.*group `docker`/);
});

/** Root may speak to every socket. */
const asNobody = `
import {connectEngine} from ${JSON.stringify(new URL('../../src/runtime/engine.ts', import.meta.url).href)};
if (process.geteuid() === 0) process.seteuid(65534);
await connectEngine([JSON.parse(process.argv[1])]).catch(({code, exitCode, message, hint}) => console.log(code, exitCode, message + '\\n' + hint));
`;

const nobody: EngineAddress = {url: 'unix:///nowhere/at/all.sock', from: 'default socket', certificates: null};

async function fakeEngine(answers: Readonly<Record<string, object>>): Promise<AsyncDisposable & {readonly address: EngineAddress}> {
	const folder = await mkdtemp(path.join(tmpdir(), 'gatequake-test-'));
	const socket = path.join(folder, 'engine.sock');
	const answer: RequestListener = (request, response) => {
		const found = answers[request.url ?? ''];
		response.writeHead(found ? 200 : 404, {'content-type': 'application/json'}).end(JSON.stringify(found ?? {message: 'no such page'}));
	};
	const server = createServer(answer);
	const {promise, resolve} = Promise.withResolvers<void>();
	server.listen(socket, resolve);
	await promise;
	return {
		address: {url: `unix://${socket}`, from: 'DOCKER_HOST', certificates: null},
		[Symbol.asyncDispose]: async () => {
			server.closeAllConnections();
			server.close();
			await rm(folder, {recursive: true});
		},
	};
}
