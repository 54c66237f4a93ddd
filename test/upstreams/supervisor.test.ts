import test from 'ava';
import {readCgroupCounters} from '../../src/upstreams/cgroup.ts';
import {RawClient} from './raw-client.ts';
import {Supervised} from './supervised.ts';

test.serial('a killed app is reported as signalled, closed and exited 137, and is started again after the ordered delay', async (t) => {
	await using supervised = await Supervised.start({kind: 'node', restart: 'no'});
	const since = supervised.messages.length;
	const reply = await supervised.command({command: 'kill', signal: 'SIGKILL', restartAfterMs: 300});
	t.true(reply.ok);
	const signalled = await supervised.event('signalled', since);
	const closed = await supervised.event('port-closed', since);
	const exited = await supervised.event('exited', since);
	t.is(exited.exitCode, 137);
	t.is(exited.signal, 'SIGKILL');
	t.is(exited.pid, signalled.pid);
	t.true(closed.toMonoMs > signalled.fromMonoMs);
	t.true(exited.toMonoMs >= closed.fromMonoMs);

	const spawned = await supervised.event('spawned', since);
	t.not(spawned.pid, signalled.pid);
	t.true(spawned.toMonoMs - signalled.fromMonoMs >= 300, 'not before the delay');
	const open = await supervised.event('port-open', since);
	t.true(open.fromMonoMs >= spawned.fromMonoMs);
	for (const edge of [signalled, closed, exited, spawned, open]) {
		t.true(edge.fromMonoMs <= edge.toMonoMs, `${edge.what} is an interval`);
	}
});

test.serial('an app that was killed for good stays down until it is started by order', async (t) => {
	await using supervised = await Supervised.start({kind: 'node', restart: 'always', restartDelayMs: 0});
	const since = supervised.messages.length;
	await supervised.command({command: 'kill', signal: 'SIGKILL', restartAfterMs: null});
	await supervised.event('exited', since);
	t.false((await supervised.command({command: 'kill', signal: 'SIGKILL', restartAfterMs: null})).ok, 'nothing there to kill');
	t.false(supervised.messages.slice(since).some((message) => message.type === 'event' && message.what === 'spawned'));

	const started = await supervised.command({command: 'start'});
	t.true(started.ok);
	t.true(started.ok && typeof started.data?.['toMonoMs'] === 'number');
	await supervised.event('port-open', since);
});

for (const {policy, signal, isStarted} of [
	{policy: 'always', signal: 'SIGTERM', isStarted: true},
	{policy: 'on-failure', signal: 'SIGTERM', isStarted: false},
	{policy: 'on-failure', signal: 'SIGKILL', isStarted: true},
	{policy: 'no', signal: 'SIGKILL', isStarted: false},
] as const) {
	test.serial(
		`an app that ends by ${signal} from elsewhere is ${isStarted ? '' : 'not '}started again under the policy '${policy}'`,
		async (t) => {
			await using supervised = await Supervised.start({kind: 'bytes', restart: policy, restartDelayMs: 50});
			const {pid} = await supervised.event('spawned');
			const since = supervised.messages.length;
			process.kill(pid ?? t.fail(), signal);
			const exited = await supervised.event('exited', since);
			t.is(exited.exitCode, signal === 'SIGKILL' ? 137 : 0, 'SIGTERM ends it in good order');
			if (isStarted) {
				const spawned = await supervised.event('spawned', since);
				t.true(spawned.toMonoMs - exited.fromMonoMs >= 50);
				await supervised.event('port-open', since);
			} else {
				// A start by order comes at once, and is the first one since.
				const reply = await supervised.command({command: 'start'});
				t.true(reply.ok);
				t.is(supervised.messages.slice(since).filter((message) => message.type === 'event' && message.what === 'spawned').length, 1);
			}
		},
	);
}

test.serial('a stopped and continued app keeps its process, its port and its restart policy', async (t) => {
	await using supervised = await Supervised.start({kind: 'node', restart: 'always'});
	const {pid} = await supervised.event('spawned');
	const since = supervised.messages.length;
	await supervised.command({command: 'kill', signal: 'SIGSTOP', restartAfterMs: null});
	using client = new RawClient(supervised.port);
	client.get(1);
	await supervised.command({command: 'kill', signal: 'SIGCONT', restartAfterMs: null});
	t.is((await client.answer()).status, 200);
	t.true(
		supervised.messages
			.slice(since)
			.every((message) => message.type === 'reply' || (message.type === 'event' && message.what === 'signalled')),
	);
	process.kill(pid ?? t.fail(), 'SIGKILL');
	await supervised.event('spawned', since);
});

test.serial('a behaviour survives a restart of the app, from its first request on', async (t) => {
	await using supervised = await Supervised.start({kind: 'node'});
	await supervised.behave({do: 'status', status: 503});
	const since = supervised.messages.length;
	await supervised.command({command: 'kill', signal: 'SIGKILL', restartAfterMs: 0});
	await supervised.event('port-open', since);
	using client = new RawClient(supervised.port);
	client.get(1);
	t.is((await client.answer()).status, 503);
	await supervised.command({command: 'behave', order: null});
	client.get(2);
	t.is((await client.answer()).status, 200);
});

test.serial('an order for an app that is down is in force when it comes back', async (t) => {
	await using supervised = await Supervised.start({kind: 'node'});
	const since = supervised.messages.length;
	await supervised.command({command: 'kill', signal: 'SIGKILL', restartAfterMs: null});
	await supervised.event('exited', since);
	t.true((await supervised.behave({do: 'status', status: 500})).ok);
	await supervised.command({command: 'start'});
	using client = new RawClient(supervised.port);
	client.get(1);
	t.is((await client.answer()).status, 500);
});

test.serial('wrong orders are refused with what was expected', async (t) => {
	await using supervised = await Supervised.start({kind: 'node'});
	const reset = await supervised.behave({do: 'reset', when: 'request'});
	t.false(reset.ok);
	t.regex(reset.ok ? '' : reset.error, /an app of kind 'node' cannot 'reset'; it can: /);
	const share = await supervised.behave({do: 'block', durationMs: 1}, 2);
	t.regex(share.ok ? '' : share.error, /share: expected a number from 0 to 1, got 2/);
	const signal = await supervised.command({command: 'kill', signal: 'SIGNONSENSE', restartAfterMs: null});
	t.regex(signal.ok ? '' : signal.error, /expected the name of a signal/);
});

test.serial('a leak is refused where no memory limit would end it, and a rate must be one', async (t) => {
	await using supervised = await Supervised.start({kind: 'node'});
	const rate = await supervised.command({command: 'leak', bytesPerSecond: 0, loop: false});
	t.regex(rate.ok ? '' : rate.error, /bytesPerSecond: expected a number above 0, got 0/);
	if (readCgroupCounters().counters['memory.max'] === undefined) {
		const leak = await supervised.command({command: 'leak', bytesPerSecond: 1, loop: false});
		t.regex(leak.ok ? '' : leak.error, /expected a memory limit on the container/);
	} else {
		t.log('this machine limits our memory itself: the refusal of a leak without a limit was not tried');
	}
});

test.serial('counters are read and the clock is told', async (t) => {
	await using supervised = await Supervised.start({kind: 'node'});
	const clock = await supervised.command({command: 'clock'});
	t.true(clock.ok);
	const [seconds, nanoseconds] = process.hrtime();
	const ageMs = seconds * 1000 + nanoseconds / 1e6 - clock.monoMs;
	t.true(ageMs >= 0 && ageMs < 30_000, 'the same CLOCK_MONOTONIC');
	const counters = await supervised.command({command: 'counters'});
	t.true(counters.ok && counters.data?.['counters'] !== undefined && counters.data['sources'] !== undefined);
});

test.serial('the end of standard input does not end the supervisor, SIGTERM does, and the app with it', async (t) => {
	await using supervised = await Supervised.start({kind: 'node'});
	supervised.child.stdin?.end();
	using client = new RawClient(supervised.port);
	client.get(1);
	t.is((await client.answer()).status, 200);
	const exited = new Promise<number | null>((resolve) => {
		supervised.child.once('exit', resolve);
	});
	supervised.child.kill('SIGTERM');
	t.is((await supervised.event('exited')).exitCode, 0);
	t.is(await exited, 0);
});
