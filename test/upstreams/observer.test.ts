import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {createServer} from 'node:net';
import {createInterface} from 'node:readline';
import test from 'ava';
import type {SupervisorMessage} from '../../src/upstreams/upstream.ts';
import {freePort, programPath} from './supervised.ts';

test('an observer reports the edges of a port, tells its clock, and ends on SIGTERM', async (t) => {
	const port = await freePort();
	const observer = spawn(process.execPath, [programPath('observer'), String(port)], {stdio: ['pipe', 'pipe', 'inherit']});
	const lines = createInterface({input: observer.stdout})[Symbol.asyncIterator]();
	const next = async (): Promise<SupervisorMessage> => JSON.parse(String((await lines.next()).value));

	t.like(await next(), {type: 'hello', app: 'observer'});
	const server = createServer();
	const beforeMonoMs = monoMs();
	server.listen(port, '127.0.0.1');
	await once(server, 'listening');
	const afterMonoMs = monoMs();
	const open = await next();
	t.true(open.type === 'event' && open.what === 'port-open');
	t.true(open.type === 'event' && open.fromMonoMs <= afterMonoMs && open.toMonoMs >= beforeMonoMs, 'the interval holds the instant');

	server.close();
	const closed = await next();
	t.true(closed.type === 'event' && closed.what === 'port-closed');

	observer.stdin.write('{"seq":5,"command":"clock"}\n');
	t.like(await next(), {type: 'reply', seq: 5, ok: true});
	observer.stdin.write('{"seq":6,"command":"counters"}\n');
	t.like(await next(), {type: 'reply', seq: 6, ok: false});
	const exited = once(observer, 'exit');
	observer.kill('SIGTERM');
	t.deepEqual(await exited, [0, null]);
});

function monoMs(): number {
	const [seconds, nanoseconds] = process.hrtime();
	return seconds * 1000 + nanoseconds / 1e6;
}
