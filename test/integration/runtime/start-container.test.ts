import test from 'ava';
import {GatequakeError} from '../../../src/error.ts';
import {connectEngine} from '../../../src/runtime/engine.ts';
import {echoSpec, openTestRuntime} from '../../helpers/test-runtime.ts';

test('a started container has its files, environment, address and aliases, and nothing beyond its needs', async (t) => {
	await using runtime = await openTestRuntime();
	const network = await runtime.createNetwork('topology');
	const peer = await runtime.startContainer(await echoSpec(runtime, {part: 'peer', network: {name: network.name, aliases: ['app']}}));
	const container = await runtime.startContainer(
		await echoSpec(runtime, {
			part: 'gateway',
			network: {name: network.name, aliases: ['gw', 'www']},
			files: [
				{path: '/etc/gatequake/gateway.conf', content: 'listen 80;\n'},
				{path: '/usr/local/bin/check', content: '#!/bin/sh\necho checked "$WORD"\n', mode: 0o755},
			],
			env: {WORD: 'twice'},
			capabilities: ['NET_BIND_SERVICE'],
			memoryBytes: 64 * 1024 * 1024,
			cpuShares: 512,
			noFile: 1234,
			sysctls: {'net.ipv4.ip_local_port_range': '10000 10999'},
		}),
	);

	const show =
		'check; hostname; getent hosts app gw; ulimit -n; cat /proc/sys/net/ipv4/ip_local_port_range; grep -E "CapBnd|NoNewPrivs" /proc/self/status';
	const {exitCode, stdout} = await container.exec(['sh', '-c', show]);
	t.is(exitCode, 0);
	t.deepEqual(
		stdout
			.replaceAll(/[ \t]+/g, ' ')
			.trimEnd()
			.split('\n'),
		[
			'checked twice',
			'gateway',
			`${peer.address} app`,
			`${container.address} gw`,
			'1234',
			'10000 10999',
			'CapBnd: 0000000000000400',
			'NoNewPrivs: 1',
		],
	);

	const {docker} = await connectEngine();
	const {HostConfig, Config, NetworkSettings} = await docker.getContainer(container.id).inspect();
	t.like(HostConfig, {Memory: 64 * 1024 * 1024, MemorySwap: 64 * 1024 * 1024, CpuShares: 512, Privileged: false});
	t.is(HostConfig.Binds ?? null, null);
	t.deepEqual(NetworkSettings.Ports, {});
	t.deepEqual(Object.keys(NetworkSettings.Networks), [network.name]);
	t.like(Config.Labels, {'gatequake.run': runtime.runId, 'gatequake.part': 'gateway'});
});

test('a network is private, with no way out, and has the label of its run', async (t) => {
	await using runtime = await openTestRuntime();
	const network = await runtime.createNetwork('steady: nginx');
	t.is(network.name, `gatequake-${runtime.runId}-1-steady-nginx`);
	const {docker} = await connectEngine();
	const inspected = await docker.getNetwork(network.id).inspect();
	t.like(inspected, {Driver: 'bridge', Internal: true, Labels: {'gatequake.run': runtime.runId}});
	await network[Symbol.asyncDispose]();
	await network[Symbol.asyncDispose]();
});

test('a container in the network namespace of another has that one’s address and none of its own', async (t) => {
	await using runtime = await openTestRuntime();
	const network = await runtime.createNetwork('topology');
	const app = await runtime.startContainer(await echoSpec(runtime, {part: 'app', network: {name: network.name, aliases: ['app']}}));
	const observer = await runtime.startContainer(await echoSpec(runtime, {part: 'observer', network: {namespaceOf: app}}));
	t.is(observer.address, null);
	t.is((await observer.exec(['cat', '/proc/net/fib_trie'])).stdout, (await app.exec(['cat', '/proc/net/fib_trie'])).stdout);
});

test('a readiness check is given the container and is waited for', async (t) => {
	await using runtime = await openTestRuntime();
	const seen: string[] = [];
	await runtime.startContainer(
		await echoSpec(runtime, {
			ready: async (container) => {
				await new Promise<void>((resolve) => {
					container.control?.onData((chunk) => {
						seen.push(chunk.toString());
						resolve();
					});
				});
				seen.push((await container.exec(['echo', 'ready'])).stdout);
			},
		}),
	);
	t.deepEqual(seen, ['hello\n', 'ready\n']);
});

const failing = [
	{
		why: 'that dies at once',
		spec: {command: ['sh', '-c', 'echo bind failed >&2; exit 7'], control: false, ready: async () => await new Promise<never>(() => {})},
		expected: /expected echo .* it ended with exit code 7.*\nbind failed$/s,
	},
	{
		why: 'that dies while it is waited for',
		spec: {
			command: ['sh', '-c', 'sleep 1; echo no memory >&2; exit 8'],
			control: false,
			ready: async () => await new Promise<never>(() => {}),
		},
		expected: /expected echo .* it ended with exit code 8.*\nno memory$/s,
	},
	{
		why: 'that is not ready in time',
		spec: {
			readyTimeoutMs: 500,
			ready: async () => await new Promise<never>(() => {}),
			command: ['sh', '-c', 'echo still loading >&2; cat'],
		},
		expected: /not ready within 500 ms.*\nstill loading$/s,
	},
	{
		why: 'whose readiness check throws',
		spec: {
			command: ['sh', '-c', 'echo up >&2; cat'],
			ready: async () => {
				throw new Error('port 80 answers with garbage');
			},
		},
		expected: /port 80 answers with garbage/,
	},
	{why: 'whose program does not exist', spec: {command: ['/no/such/program']}, expected: /no\/such\/program/},
	{why: 'whose image does not exist', spec: {image: 'localhost:1/gatequake/none:1'}, expected: /localhost:1\/gatequake\/none:1/},
] as const;

for (const {why, spec, expected} of failing) {
	test(`a container ${why} is an error that says so, and is gone`, async (t) => {
		await using runtime = await openTestRuntime();
		const before = await runtime.left();
		const error = await t.throwsAsync(runtime.startContainer(await echoSpec(runtime, spec)), {
			instanceOf: GatequakeError,
			code: 'START_FAILED',
		});
		t.regex(error?.message ?? '', expected);
		t.deepEqual(await runtime.left(), before);
	});
}

test('a start that is aborted ends with the reason of the abort, and leaves nothing', async (t) => {
	const abort = new AbortController();
	await using runtime = await openTestRuntime({signal: abort.signal});
	const before = await runtime.left();
	const reason = new Error('interrupted');
	const spec = await echoSpec(runtime, {
		ready: async () => {
			abort.abort(reason);
			await new Promise<never>(() => {});
		},
	});
	t.is(await t.throwsAsync(runtime.startContainer(spec)), reason);
	t.deepEqual(await runtime.left(), before);
});
