import test from 'ava';
import type {EngineEvent, RunningContainer} from '../../../src/runtime/runtime.ts';
import {echoSpec, openTestRuntime} from '../../helpers/test-runtime.ts';
import {waitUntil} from '../../helpers/wait-until.ts';

test('what a container prints before anybody listens is not lost, nor is a byte of what it prints later', async (t) => {
	await using runtime = await openTestRuntime();
	// Three megabytes: more than is held back, so the container is made to wait for the listener.
	const command = ['sh', '-c', 'head -c 3000000 /dev/zero | tr "\\0" x; echo; exec cat'];
	const container = await runtime.startContainer(await echoSpec(runtime, {command}));
	const read = until(container, (text) => text.endsWith('last\n'));
	container.control?.send('first\nlast\n');
	const text = await read;
	t.is(text.length, 3_000_001 + 'first\nlast\n'.length);
	t.true(text.startsWith('xxx') && text.endsWith('x\nfirst\nlast\n'));
});

test('the control channel ends with the container, and the next start has a new one', async (t) => {
	await using runtime = await openTestRuntime();
	const container = await runtime.startContainer(await echoSpec(runtime));
	const first = container.control;
	const ended = new Promise<void>((resolve) => first?.onEnd(resolve));
	await container.kill('SIGKILL');
	await ended;
	t.throws(() => first?.send('anybody?\n'), {code: 'CONTROL_ENDED'});
	t.like(await container.inspect(), {running: false, exitCode: 137, address: null});

	await container.start();
	t.not(container.control, first);
	const read = until(container, (text) => text.endsWith('again\n'));
	container.control?.send('again\n');
	t.is(await read, 'hello\nagain\n');
});

test('a container is stopped, paused, limited, and gives its state', async (t) => {
	await using runtime = await openTestRuntime();
	const container = await runtime.startContainer(await echoSpec(runtime, {command: ['sleep', '600'], memoryBytes: 32 * 1024 * 1024}));
	await container.pause();
	t.like(await container.inspect(), {running: true, paused: true});
	await container.unpause();
	t.like(await container.inspect(), {running: true, paused: false});
	await container.update({memoryBytes: 48 * 1024 * 1024, cpuQuota: 50_000, cpuPeriod: 100_000});
	await container.stop(0);
	await container.stop(0);
	t.like(await container.inspect(), {running: false, exitCode: 137});
	await t.throwsAsync(container.kill('SIGTERM'), {code: 'ENGINE_REFUSED', message: /send SIGTERM to echo/});
});

test('files are read by their path below the one that is asked for, also of a stopped container', async (t) => {
	await using runtime = await openTestRuntime();
	const long = `${'folder-'.repeat(8)}/${'name-'.repeat(18)}`;
	const container = await runtime.startContainer(await echoSpec(runtime, {files: [{path: '/var/log/part/a.log', content: 'a\n'}]}));
	await container.putFiles([
		{path: `/var/log/part/${long}`, content: 'long\n'},
		{path: '/var/log/part/sub/b.log', content: ''},
	]);
	await container.exec(['ln', '-s', 'a.log', '/var/log/part/link']);
	await container.stop(0);
	const files = await container.readFiles('/var/log/part');
	t.deepEqual(
		new Map([...files].map(([path, content]) => [path, content.toString()])),
		new Map([
			['a.log', 'a\n'],
			[long, 'long\n'],
			['sub/b.log', ''],
		]),
	);
	t.deepEqual([...(await container.readFiles('/var/log/part/a.log')).keys()], ['a.log']);
	t.is((await container.readFiles('/no/such/folder')).size, 0);
	await container[Symbol.asyncDispose]();
	await t.throwsAsync(container.readFiles('/var/log/part'), {code: 'ENGINE_REFUSED'});
});

test('a file that is being written can be read at any moment', async (t) => {
	await using runtime = await openTestRuntime();
	const command = ['sh', '-c', 'i=0; while :; do i=$((i+1)); echo "line $i of the journal" >> /journal; done'];
	const container = await runtime.startContainer(await echoSpec(runtime, {command, control: false}));
	let lastSize = 0;
	for (let reading = 0; reading < 10; reading++) {
		const journal = (await container.readFiles('/journal')).get('journal');
		t.true((journal?.length ?? 0) > lastSize, `reading ${reading}: ${journal?.length} bytes after ${lastSize}`);
		lastSize = journal?.length ?? 0;
	}
});

test('a command gives its exit code and both its outputs, and is not waited for longer than allowed', async (t) => {
	await using runtime = await openTestRuntime();
	const container = await runtime.startContainer(await echoSpec(runtime));
	t.deepEqual(await container.exec(['sh', '-c', 'echo out; echo err >&2; exit 3']), {exitCode: 3, stdout: 'out\n', stderr: 'err\n'});
	t.is((await container.exec(['sh', '-c', 'head -c 2000000 /dev/zero'])).stdout.length, 2_000_000);
	await t.throwsAsync(container.exec(['sleep', '60'], 300), {code: 'ENGINE_TIMEOUT', message: /run `sleep 60` in echo within 300 ms/});
});

test('the log has the last lines of both outputs', async (t) => {
	await using runtime = await openTestRuntime();
	const command = ['sh', '-c', 'echo one >&2; echo two; echo three; exec cat'];
	const container = await runtime.startContainer(await echoSpec(runtime, {command}));
	// The engine may write two outputs in another order, and a moment after it passes them on.
	const lines = async (): Promise<string> => (await container.logs(10)).split('\n').sort().join(' ');
	await waitUntil('the log to be written', 5000, async () => (await lines()) === 'one three two');
	t.is((await container.logs(2)).split('\n').length, 2);
});

test('events of the run’s containers are reported with part, time and exit code', async (t) => {
	await using runtime = await openTestRuntime();
	const events: EngineEvent[] = [];
	const died = new Promise<void>((resolve) => {
		runtime.onEvent((event) => {
			events.push(event);
			if (event.action === 'die') resolve();
		});
	});
	const beforeMs = Date.now();
	const container = await runtime.startContainer(await echoSpec(runtime, {part: 'app1'}));
	await container.kill('SIGKILL');
	await died;
	t.deepEqual(
		events.map((event) => event.action).filter((action) => ['create', 'start', 'kill', 'die'].includes(action)),
		['create', 'start', 'kill', 'die'],
	);
	t.true(events.every((event) => event.part === 'app1' && event.containerId === container.id && event.wallMs >= beforeMs - 1000));
	t.is(events.at(-1)?.exitCode, 137);
});

test('a disposed container is gone, and may be disposed again', async (t) => {
	await using runtime = await openTestRuntime();
	const before = await runtime.left();
	const container = await runtime.startContainer(await echoSpec(runtime));
	await container.pause();
	await container[Symbol.asyncDispose]();
	await container[Symbol.asyncDispose]();
	t.deepEqual(await runtime.left(), before);
});

/** All that the control channel said, once it says enough. */
async function until(container: RunningContainer, enough: (text: string) => boolean): Promise<string> {
	return await new Promise((resolve) => {
		let text = '';
		container.control?.onData((chunk) => {
			text += chunk.toString();
			if (enough(text)) resolve(text);
		});
	});
}
