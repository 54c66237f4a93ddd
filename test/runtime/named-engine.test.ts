import {createServer, type RequestListener} from 'node:http';
import {createServer as createTlsServer} from 'node:https';
import type {Server} from 'node:net';
import {once} from 'node:events';
import test from 'ava';
import {connectNamed} from '../../src/runtime/named-engine.ts';
import {makeAuthority} from '../../src/topology/certificate.ts';

const version = {Version: '20.10.24', ApiVersion: '1.41', KernelVersion: '6.1.0', Components: [{Name: 'Engine'}]};
const nobody = {DOCKER_CONFIG: '/nowhere'};

function answering(answers: Readonly<Record<string, object>>): RequestListener {
	return (request, response) => {
		response.writeHead(200, {'content-type': 'application/json'}).end(JSON.stringify(answers[request.url ?? ''] ?? {}));
	};
}

async function listening(server: Server): Promise<AsyncDisposable & {readonly address: string}> {
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const found = server.address();
	return {
		address: `tcp://127.0.0.1:${found !== null && typeof found === 'object' ? found.port : 0}`,
		[Symbol.asyncDispose]: async () => {
			server.close();
			await once(server, 'close');
		},
	};
}

test('an engine by its address is found where it is, and a program is told where by its environment', async (t) => {
	await using engine = await listening(createServer(answering({'/version': version, '/info': {NCPU: 2}})));
	const named = await connectNamed(engine.address, {DOCKER_HOST: 'unix:///mine', PATH: '/bin'});
	t.is(named.name, engine.address);
	t.is(named.info.apiVersion, '1.41');
	t.deepEqual(named.environment, {DOCKER_HOST: engine.address, PATH: '/bin'});
});

test('one that is not there, or is too old, is named with what would show it', async (t) => {
	const gone = await t.throwsAsync(connectNamed('tcp://127.0.0.1:1', nobody), {
		code: 'NO_ENGINE',
		message: /tcp:\/\/127\.0\.0\.1:1.*ECONNREFUSED/,
	});
	t.like(gone, {exitCode: 2, hint: '`docker --host tcp://127.0.0.1:1 version` on this machine shows whether it answers'});
	await using old = await listening(createServer(answering({'/version': {Version: '19.03.1', ApiVersion: '1.40'}})));
	const refused = await t.throwsAsync(connectNamed(old.address, nobody), {code: 'ENGINE_TOO_OLD', message: /1\.40/});
	t.like(refused, {exitCode: 2, hint: 'update Docker there to 20.10 or newer'});
});

test('TLS on one side only, or a certificate of somebody else’s, is told with where certificates are looked for', async (t) => {
	const {certificate, key} = makeAuthority('nobody knows').issue({names: ['engine.example']});
	await using secured = await listening(createTlsServer({cert: certificate, key}, answering({'/version': version})));
	await using plain = await listening(createServer(answering({'/version': version})));
	for (const [address, env] of [
		[secured.address, {...nobody, DOCKER_CERT_PATH: '/nowhere'}],
		[plain.address, {...nobody, DOCKER_CERT_PATH: '/nowhere'}],
	] as const) {
		const error = await t.throwsAsync(connectNamed(address, env), {code: 'NO_ENGINE'});
		t.regex(String(Reflect.get(error, 'hint')), /DOCKER_CERT_PATH.*docker context/, error.message);
	}
});

test('a word without an address is a docker context', async (t) => {
	const error = await t.throwsAsync(connectNamed('far', nobody), {code: 'NO_ENGINE', message: /docker context "far"/});
	t.like(error, {exitCode: 2});
});

test('an engine behind ssh is refused with the way to it', async (t) => {
	const error = await t.throwsAsync(connectNamed('ssh://me@far', nobody), {code: 'NO_ENGINE', message: /reached by ssh/});
	t.like(error, {
		exitCode: 2,
		hint: '`ssh -fNL /tmp/engine.sock:/var/run/docker.sock me@far`, and --generator-engine unix:///tmp/engine.sock',
	});
});
