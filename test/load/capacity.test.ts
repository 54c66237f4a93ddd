import test from 'ava';
import {startLocalGenerator} from '../helpers/local-generator.ts';
import {startMisbehavingServer} from '../helpers/misbehaving-server.ts';

const probe = {host: '127.0.0.1', path: '/', connections: 4, durationMs: 1000};

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

test.serial('a probe that makes no sense is refused', async (t) => {
	await using generator = await startLocalGenerator();
	const refused = async (change: object, message: RegExp) =>
		await t.throwsAsync(() => generator.driver.capacity({...probe, port: 1, ...change}), {code: 'LOAD_ORDER', message});
	await refused({connections: 0}, /at least 1 connection, got 0/);
	await refused({durationMs: 10}, /durationMs of at least 1000.*got 10/);
});
