import {readFileSync} from 'node:fs';
import {once} from 'node:events';
import {createServer, type AddressInfo} from 'node:net';
import {createServer as createTlsServer} from 'node:tls';
import test from 'ava';
import {never, outcomes, sampleFlags, type SampleSet} from '../../src/timeline/sample.ts';
import {startLocalGenerator} from '../helpers/local-generator.ts';
import {anOrder} from '../helpers/load-order.ts';
import {startMisbehavingServer} from '../helpers/misbehaving-server.ts';
import type {LoadResult} from '../../src/load/driver.ts';
import type {LoadOrder} from '../../src/load/load.ts';

const file = (name: string) => readFileSync(new URL(`../fixtures/tls/${name}`, import.meta.url), 'utf8');
const sameClock = (monoMs: number) => monoMs;

async function run(order: LoadOrder, durationMs: number): Promise<LoadResult> {
	await using generator = await startLocalGenerator();
	const {t0MonoMs} = await generator.driver.open(order, sameClock);
	return await generator.driver.stop(t0MonoMs + durationMs);
}

function words({outcome}: SampleSet): readonly string[] {
	return [...outcome].map((index) => outcomes[index] ?? '?').filter((word) => word !== 'unsent');
}

function keyOf(headers: string): string | undefined {
	return /x-gatequake-key: (\S+)/.exec(headers)?.[1];
}

test.serial('retrying clients send the same key again after the back-off, and give up after their tries', async (t) => {
	await using server = await startMisbehavingServer();
	server.treat = ({headers}) => (Number(keyOf(headers)?.slice(1)) % 2 === 0 ? 'reset' : 'answer');
	const retry = {attempts: 3, backoffMs: 100, factor: 2, budgetShare: null};
	const {samples} = await run(anOrder({postShare: 1, ratePerSecond: 50, retry}, {port: server.port}), 1500);
	const tries = new Map<string, number[]>();
	for (const {headers, atMs} of server.requests) {
		const key = keyOf(headers) ?? '';
		tries.set(key, [...(tries.get(key) ?? []), atMs]);
	}
	t.true(tries.size > 10);
	for (const [key, times] of tries) {
		const id = Number(key.slice(1));
		if (id % 2 === 1) t.is(times.length, 1);
		// Those whose back-off ends before the load does.
		else if (id <= 40) t.is(times.length, 3, key);
		const [first = 0, second = first + 100, third = second + 200] = times;
		t.true(second - first >= 99 && third - second >= 199, `${second - first}, ${third - second}`);
	}
	t.is(samples.sentUs.filter((sentUs) => sentUs !== never).length, server.requests.length);
	t.true(samples.dueMs.every((dueMs, index) => dueMs >= (samples.dueMs[index - 1] ?? 0)));
	// Each sample says whose try it was.
	const wire = new Map(server.requests.map(({id, headers}) => [id, keyOf(headers)]));
	for (const [row, id] of samples.id.entries()) if (wire.has(id)) t.is(wire.get(id), `k${samples.firstId[row]}`);
});

test.serial('a budget bounds retries to a share of first tries', async (t) => {
	await using server = await startMisbehavingServer();
	server.treat = () => 'reset';
	const retry = {attempts: 5, backoffMs: 10, factor: 2, budgetShare: 0.2};
	const {samples} = await run(anOrder({ratePerSecond: 200, retry}, {port: server.port}), 1000);
	const retries = samples.id.filter((id, row) => id !== samples.firstId[row]).length;
	t.true(retries >= 20 && retries <= 40, `${retries}`);
});

test.serial('slow clients send in pieces, clients that leave hang up, and others are not held up by them', async (t) => {
	await using server = await startMisbehavingServer();
	server.treat = () => 'late';
	const clients = {slowClients: {share: 0.2, pauseMs: 20}, leavingClients: {share: 0.3, afterMs: 100}};
	const {samples} = await run(anOrder({ratePerSecond: 200, ...clients}, {port: server.port}), 1000);
	const seen = words(samples);
	const left = seen.filter((word) => word === 'timeout-first-byte').length;
	t.true(left > 30 && left < 95, `${left}`);
	t.is(seen.filter((word) => word === 'status').length, seen.length - left);
	// 8 pieces are 7 pauses: those who are slow and stay need 300 + 140 ms.
	const slow = samples.endUs.filter((endUs, index) => outcomes[samples.outcome[index] ?? 0] === 'status' && endUs > 435_000).length;
	t.true(slow > 10, `${slow}`);
});

test.serial('TLS is spoken with the server name, and a failed handshake is told from a refusal', async (t) => {
	const names = new Set<string | false | null>();
	await using server = createTlsServer({key: file('key.pem'), cert: file('cert.pem')}, (socket) => {
		names.add(socket.servername);
		socket.on('error', () => {});
		socket.on('data', () => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'));
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the address of a listening TCP server is never a string.
	const {port} = server.address() as AddressInfo;
	const timeoutMs = {connect: 5000, firstByte: 5000, body: 5000};
	const order = (serverName: string) =>
		anOrder({ratePerSecond: 20, preopen: 1, timeoutMs, tls: {serverName, ca: file('cert.pem')}}, {port});
	const good = await run(order('gateway.test'), 1000);
	t.deepEqual([...new Set(words(good.samples))], ['status']);
	t.true(good.samples.flags.some((flags) => (flags & sampleFlags.reused) !== 0));
	t.deepEqual([...names], ['gateway.test']);
	const wrongName = await run(order('another.test'), 200);
	t.deepEqual([...new Set(words(wrongName.samples))], ['tls']);

	await using plain = createServer((socket) => {
		socket.on('error', () => {});
		socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
	});
	plain.listen(0, '127.0.0.1');
	await once(plain, 'listening');
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as above.
	const noTls = await run({...order('gateway.test'), port: (plain.address() as AddressInfo).port}, 200);
	t.deepEqual([...new Set(words(noTls.samples))], ['tls']);
});
