import test from 'ava';
import {startLocalSaturator} from '../helpers/local-generator.ts';
import {startMisbehavingServer} from '../helpers/misbehaving-server.ts';
import {waitUntil} from '../helpers/wait-until.ts';

const target = {host: '127.0.0.1', path: '/', tls: null, connections: 3};

test.serial('it keeps a server busy until it is stopped, and gives an account of its requests', async (t) => {
	await using server = await startMisbehavingServer();
	await using saturator = await startLocalSaturator();
	await saturator.start({...target, port: server.port}, 60_000);
	await waitUntil('requests', 10_000, () => server.requests.length > 100);
	await t.throwsAsync(() => saturator.start({...target, port: server.port}, 60_000), {
		code: 'LOAD_BUSY',
	});
	const result = await saturator.stop();
	t.is(server.connections(), 3);
	t.true(Math.abs(result.requests - server.requests.length) <= 6, `${result.requests} of ${server.requests.length}`);
	t.like(result, {connections: 3, errors: 0, latencyTrusted: true});
	t.true(result.requestsPerSecond > 10);
	// None is left, and it can be started again.
	const before = server.requests.length;
	await saturator.start({...target, port: server.port, connections: 1}, 60_000);
	await waitUntil('requests again', 10_000, () => server.requests.length > before + 10);
	await saturator.stop();
});

test.serial('once a connection was lost its latency is not quoted', async (t) => {
	await using server = await startMisbehavingServer();
	let arrived = 0;
	server.treat = () => (arrived++ % 50 === 49 ? 'reset' : 'answer');
	await using saturator = await startLocalSaturator();
	await saturator.start({...target, port: server.port}, 60_000);
	await waitUntil('requests', 10_000, () => server.requests.length > 200);
	const result = await saturator.stop();
	t.true(result.errors > 0);
	t.false(result.latencyTrusted);
	t.is(result.latencyP99Ms, null);
});

test.serial('what was never started cannot be stopped', async (t) => {
	await using saturator = await startLocalSaturator();
	await t.throwsAsync(() => saturator.stop(), {code: 'LOAD_IDLE'});
});
