import {spawn} from 'node:child_process';
import test from 'ava';
import {never, outcomes} from '../../src/timeline/sample.ts';
import {startLocalGenerator} from '../helpers/local-generator.ts';
import {anOrder} from '../helpers/load-order.ts';
import {startMisbehavingServer} from '../helpers/misbehaving-server.ts';

test('a generator that shares one core with busy loops says that it is not valid', async (t) => {
	const oneCore = ['taskset', '-c', '0'];
	await using server = await startMisbehavingServer();
	await using generator = await startLocalGenerator({prefix: oneCore});
	const order = anOrder({ratePerSecond: 1000}, {port: server.port});
	const {t0MonoMs} = await generator.driver.open(order, (monoMs) => monoMs);
	const loops = Array.from({length: 8}, () => spawn('taskset', ['-c', '0', 'sh', '-c', 'while :; do :; done'], {stdio: 'ignore'}));
	try {
		const {samples, health} = await generator.driver.stop(t0MonoMs + 3000);
		t.not(health.verdict, 'valid', JSON.stringify(health));
		t.true(health.reasons.length > 0);
		t.is(samples.count, 3001);
		t.is(health.sent + health.unsent, samples.count);
	} finally {
		for (const loop of loops) loop.kill('SIGKILL');
	}
});

test('where descriptors run out requests are unsent, counted, and never taken for a failure of the target', async (t) => {
	await using server = await startMisbehavingServer();
	server.treat = () => 'hang';
	await using generator = await startLocalGenerator({prefix: ['sh', '-c', 'ulimit -n 130 && exec "$@"', 'sh']});
	const timeoutMs = {connect: 300, firstByte: 300, body: 300};
	const {t0MonoMs} = await generator.driver.open(anOrder({timeoutMs}, {port: server.port}), (monoMs) => monoMs);
	const {samples, health} = await generator.driver.stop(t0MonoMs + 1500);
	t.true(health.unsent > 0);
	t.is(health.verdict, 'invalid');
	t.is(health.sent + health.unsent, samples.count);
	t.is(samples.sentUs.filter((sentUs) => sentUs !== never).length, health.sent);
	t.deepEqual(new Set([...samples.outcome].map((index) => outcomes[index])), new Set(['timeout-first-byte', 'unsent']));
});
