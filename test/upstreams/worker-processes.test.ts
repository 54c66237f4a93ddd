// A server with a first process and workers, under the supervisor: here a shell with two sleeping children and a listener.
import {readFileSync} from 'node:fs';
import test from 'ava';
import {childProcesses} from '../../src/upstreams/child-processes.ts';
import {Supervised} from './supervised.ts';

/** Its master starts workers and waits; SIGTERM ends the master alone, as a broken one would. */
const master = [
	"const {spawn} = require('node:child_process');",
	"require('node:net').createServer().listen(Number(process.env.GATEQUAKE_APP_PORT), '0.0.0.0');",
	"for (const _ of [1, 2]) spawn('sleep', ['1000']);",
	"process.on('SIGHUP', () => {});",
	"process.on('SIGTERM', () => process.exit(0));",
].join('');

function start() {
	return Supervised.start({kind: 'node', command: [process.execPath, '--eval', master], restart: 'no'});
}

/** What has ended, and is not waited for by anybody, is still in the table. */
function alive(pid: number): boolean {
	try {
		return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
	} catch {
		return false;
	}
}

test.serial('workers are signalled one after the other, or all; the first process by itself', async (t) => {
	await using supervised = await start();
	const first = (await supervised.event('spawned')).pid ?? 0;
	const workers = childProcesses(first);
	t.is(workers.length, 2);
	const pidsOf = async (to: 'first' | 'worker' | 'workers') => {
		const reply = await supervised.command({command: 'signal', signal: 'SIGHUP', to});
		return reply.ok ? reply.data?.['pids'] : reply.error;
	};

	t.deepEqual(await pidsOf('first'), [first]);
	const reply = await supervised.command({command: 'signal', signal: 'SIGKILL', to: 'worker'});
	t.deepEqual(reply.ok && reply.data?.['pids'], [workers[0]]);
	await supervised.event('signalled');
	const wrong = await supervised.command({command: 'signal', signal: 'SIGNONE', to: 'first'});
	t.regex(wrong.ok ? '' : wrong.error, /expected the name of a signal such as SIGHUP, got 'SIGNONE'/);
});

test.serial('nothing outlives the first process', async (t) => {
	await using supervised = await start();
	const first = (await supervised.event('spawned')).pid ?? 0;
	const workers = childProcesses(first);
	const since = supervised.messages.length;
	await supervised.command({command: 'kill', signal: 'SIGTERM', restartAfterMs: null});
	await supervised.event('exited', since);
	await until(() => !workers.some(alive), 'the workers to be gone');
	t.pass();
});

test.serial('what cannot be handled goes to all its processes', async (t) => {
	await using supervised = await start();
	const first = (await supervised.event('spawned')).pid ?? 0;
	const workers = childProcesses(first);
	const since = supervised.messages.length;
	await supervised.command({command: 'kill', signal: 'SIGKILL', restartAfterMs: null});
	await supervised.event('exited', since);
	await until(() => !workers.some(alive), 'the workers to be gone');
	t.pass();
});

async function until(holds: () => boolean, what: string): Promise<void> {
	const endMs = performance.now() + 30_000;
	while (!holds()) {
		if (performance.now() > endMs) {
			throw new Error(`waited 30 s for ${what}`);
		}

		await new Promise((resolve) => {
			setTimeout(resolve, 5);
		});
	}
}
