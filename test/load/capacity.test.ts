import {once} from 'node:events';
import {readFileSync} from 'node:fs';
import type {AddressInfo} from 'node:net';
import {createServer} from 'node:tls';
import test from 'ava';
import {startLocalGenerator} from '../helpers/local-generator.ts';
import {startMisbehavingServer} from '../helpers/misbehaving-server.ts';

const file = (name: string) => readFileSync(new URL(`../fixtures/tls/${name}`, import.meta.url), 'utf8');
const probe = {host: '127.0.0.1', path: '/', tls: null, connections: 4, durationMs: 1000};

test.serial('capacity counts good answers of a healthy server, and its latency may be quoted', async (t) => {
	await using server = await startMisbehavingServer();
	await using generator = await startLocalGenerator();
	const capacity = await generator.driver.capacity({...probe, port: server.port});
	t.true(capacity.requestsPerSecond > 100 && capacity.requestsPerSecond < server.requests.length);
	t.true(capacity.latencyTrusted);
	t.is(capacity.errors, 0);
});

test.serial('once a connection was lost no latency is quoted, a FIN without an answer included', async (t) => {
	for (const treatment of ['close', 'reset'] as const) {
		await using server = await startMisbehavingServer();
		let arrived = 0;
		server.treat = () => (arrived++ % 50 === 49 ? treatment : 'answer');
		await using generator = await startLocalGenerator();
		const capacity = await generator.driver.capacity({...probe, port: server.port});
		t.false(capacity.latencyTrusted, treatment);
		t.is(capacity.latencyP99Ms, null);
		t.true(capacity.errors > 0);
	}
});

test.serial('capacity is measured over TLS too, with the server name', async (t) => {
	const names = new Set<string | false | null>();
	await using server = createServer({key: file('key.pem'), cert: file('cert.pem')}, (socket) => {
		names.add(socket.servername);
		socket.on('error', () => {});
		socket.on('data', () => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'));
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	await using generator = await startLocalGenerator();
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the address of a listening TCP server is never a string.
	const {port} = server.address() as AddressInfo;
	const capacity = await generator.driver.capacity({...probe, port, tls: {serverName: 'gateway.test', ca: null}});
	t.true(capacity.requestsPerSecond > 50);
	t.is(capacity.errors, 0);
	t.deepEqual([...names], ['gateway.test']);
});

test.serial('a probe that makes no sense is refused', async (t) => {
	await using generator = await startLocalGenerator();
	const refused = async (change: object, message: RegExp) =>
		await t.throwsAsync(() => generator.driver.capacity({...probe, port: 1, ...change}), {code: 'LOAD_ORDER', message});
	await refused({connections: 0}, /at least 1 connection, got 0/);
	await refused({durationMs: 10}, /durationMs of at least 1000.*got 10/);
});
