import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {createServer} from 'node:net';
import {createInterface} from 'node:readline';
import test from 'ava';
import type {SupervisorMessage} from '../../src/upstreams/upstream.ts';
import {freePort, programPath} from './supervised.ts';

test('a network helper runs what it is told, gives the time and the outcome, and ends on SIGTERM', async (t) => {
	const helper = spawn(process.execPath, [programPath('net-helper')], {stdio: ['pipe', 'pipe', 'inherit']});
	const lines = createInterface({input: helper.stdout})[Symbol.asyncIterator]();
	const next = async (): Promise<SupervisorMessage> => JSON.parse(String((await lines.next()).value));
	const ask = async (command: Readonly<Record<string, unknown>>): Promise<SupervisorMessage> => {
		helper.stdin.write(`${JSON.stringify(command)}\n`);
		return await next();
	};

	t.like(await next(), {type: 'hello', app: 'net-helper'});
	const ran = await ask({seq: 1, command: 'run', argv: ['sh', '-c', 'cat; echo wrong >&2; exit 3'], input: 'rules'});
	t.like(ran, {type: 'reply', seq: 1, ok: true, data: {exitCode: 3, stdout: 'rules', stderr: 'wrong\n'}});
	const {fromMonoMs, toMonoMs} = ran.type === 'reply' && ran.ok ? (ran.data ?? {}) : {};
	t.true(Number(fromMonoMs) > 0 && Number(toMonoMs) > Number(fromMonoMs));
	t.like(await ask({seq: 2, command: 'run', argv: ['/no/such/program'], input: ''}), {type: 'reply', seq: 2, ok: false});
	t.like(await ask({seq: 3, command: 'run', argv: [], input: ''}), {type: 'reply', seq: 3, ok: false});
	const port = await freePort();
	t.like(await ask({seq: 5, command: 'hold-ports', range: {from: port, to: port}}), {type: 'reply', seq: 5, ok: true, data: {held: 1}});
	await t.throwsAsync(listening(port), {code: 'EADDRINUSE'});
	t.like(await ask({seq: 6, command: 'hold-ports', range: null}), {type: 'reply', seq: 6, ok: true, data: {held: 0}});
	await t.notThrowsAsync(listening(port));
	t.like(await ask({seq: 4, command: 'counters'}), {type: 'reply', seq: 4, ok: false});
	const exited = once(helper, 'exit');
	helper.kill('SIGTERM');
	t.deepEqual(await exited, [0, null]);
});

async function listening(port: number): Promise<void> {
	const server = createServer();
	await once(server.listen(port, '0.0.0.0'), 'listening');
	await once(server.close(), 'close');
}
