import {spawn} from 'node:child_process';
import {openSync} from 'node:fs';
import {availableParallelism, constants, setPriority} from 'node:os';
import test from 'ava';
import {expect} from '../../src/expectations/expect.ts';
import {never, outcomes} from '../../src/timeline/sample.ts';
import {judgeExpectations} from '../helpers/judge-rule.ts';
import {startLocalGenerator} from '../helpers/local-generator.ts';
import {anOrder} from '../helpers/load-order.ts';
import {startMisbehavingServer} from '../helpers/misbehaving-server.ts';
import {buildTimeline} from '../helpers/timeline-builder.ts';
import {waitUntil} from '../helpers/wait-until.ts';

const monoNowMs = () => Number(process.hrtime.bigint()) / 1e6;

test.serial('a generator that busy loops leave no core to says that its run is invalid, and nothing passes or fails by it', async (t) => {
	await using server = await startMisbehavingServer();
	await using generator = await startLocalGenerator();
	// Threads are as nice as the one that starts them, and those that send are started with the load.
	setPriority(generator.pid, constants.priority.PRIORITY_LOW);
	const {t0MonoMs} = await generator.driver.open(anOrder({ratePerSecond: 1000}, {port: server.port}), (monoMs) => monoMs);
	const loops = Array.from({length: 3 * availableParallelism()}, () => spawn(process.execPath, ['-e', 'for (;;);'], {stdio: 'ignore'}));
	try {
		await waitUntil('two seconds of starvation', 20_000, () => monoNowMs() > t0MonoMs + 2000);
	} finally {
		for (const loop of loops) loop.kill('SIGKILL');
	}
	const {samples, health} = await generator.driver.stop(t0MonoMs + 3000);
	t.is(health.verdict, 'invalid', JSON.stringify(health));
	t.true(health.reasons.length > 0);
	t.is(samples.count, 3001);
	t.is(health.sent + health.unsent, samples.count);

	const timeline = {...buildTimeline(), samples, generator: health};
	const wouldPass = expect.slo({errorShare: [0, 1]});
	const wouldFail = expect.latency({window: 'run', p99Ms: [100_000, null]});
	const judged = judgeExpectations(timeline, [wouldPass, wouldFail]);
	t.is(judged.verdict, 'inconclusive');
	t.deepEqual(
		judged.expectations.map(({verdict}) => verdict),
		['inconclusive', 'inconclusive'],
	);
});

test.serial('where descriptors run out requests are unsent, counted, and never taken for a failure of the target', async (t) => {
	await using server = await startMisbehavingServer();
	server.treat = () => 'hang';
	// What else the process has open the check of the order cannot know.
	const descriptors = Array.from({length: 70}, () => openSync('/dev/null', 'r'));
	await using generator = await startLocalGenerator({prefix: ['sh', '-c', 'ulimit -n 130 && exec "$@"', 'sh'], descriptors});
	const timeoutMs = {connect: 300, firstByte: 300, body: 300};
	const {t0MonoMs} = await generator.driver.open(anOrder({timeoutMs}, {port: server.port}), (monoMs) => monoMs);
	const {samples, health} = await generator.driver.stop(t0MonoMs + 1500);
	t.true(health.unsent > 0);
	t.is(health.verdict, 'invalid');
	t.is(health.sent + health.unsent, samples.count);
	t.is(samples.sentUs.filter((sentUs) => sentUs !== never).length, health.sent);
	// A server that a busy machine holds up may be late to accept, too.
	const words = new Set([...samples.outcome].map((index) => outcomes[index] ?? '?'));
	const ours = ['timeout-connect', 'timeout-first-byte', 'unsent'];
	t.deepEqual(
		[...words].filter((word) => !ours.includes(word)),
		[],
	);
});
