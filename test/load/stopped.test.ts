import test from 'ava';
import {abandonAfterMs} from '../../src/load/lateness.ts';
import {never, outcomes} from '../../src/timeline/sample.ts';
import {startLocalGenerator} from '../helpers/local-generator.ts';
import {anOrder} from '../helpers/load-order.ts';
import {startMisbehavingServer} from '../helpers/misbehaving-server.ts';
import {waitUntil} from '../helpers/wait-until.ts';

// A stopped generator finds bytes and RST together when it goes on: the case in which Node takes a RST for the end of the stream
// (Node 20.20 does so each time, Node 26.10 never; seen 2026-11 in 40 of 40 tries).
test('a RST that comes with bytes is a reset, and a generator that stood still does not catch up', async (t) => {
	await using server = await startMisbehavingServer();
	server.treat = () => 'head-reset';
	await using generator = await startLocalGenerator();
	const timeoutMs = {connect: 5000, firstByte: 5000, body: 5000};
	const order = anOrder({timeoutMs, preopen: 20}, {port: server.port});
	const {t0MonoMs} = await generator.driver.open(order, (monoMs) => monoMs);
	await waitUntil('a request', 10_000, () => server.requests.length > 0);
	const answered = Promise.withResolvers<void>();
	server.stall(300, () => answered.resolve());
	const before = server.requests.length;
	await waitUntil('requests in the stall', 10_000, () => server.requests.length > before + 10);
	process.kill(generator.pid, 'SIGSTOP');
	await answered.promise;
	const stoppedAtMs = performance.now();
	await waitUntil('the generator to be late', 10_000, () => performance.now() - stoppedAtMs > 2 * abandonAfterMs);
	process.kill(generator.pid, 'SIGCONT');
	const {samples, health} = await generator.driver.stop(t0MonoMs + 2500);
	t.deepEqual(new Set([...samples.outcome].map((index) => outcomes[index])), new Set(['reset', 'unsent']));
	t.true(samples.sentUs.every((sentUs) => sentUs <= abandonAfterMs * 1000));
	t.is(samples.sentUs.filter((sentUs) => sentUs !== never).length, server.requests.length);
	t.is(health.verdict, 'invalid');
});
