// Generators whose clocks begin elsewhere and run at other rates, as those of other machines do.
import test from 'ava';
import {never, type GeneratorMachine, type SampleSet} from '../../src/timeline/sample.ts';
import {anOrder} from '../helpers/load-order.ts';
import {startLocalGenerator} from '../helpers/local-generator.ts';
import {startMisbehavingServer, type MisbehavingServer} from '../helpers/misbehaving-server.ts';
import {waitUntil} from '../helpers/wait-until.ts';

const monoNowMs = () => Number(process.hrtime.bigint()) / 1e6;
const sameClock = (monoMs: number) => monoMs;

// As far apart as machines that were started on different days; a rate that no crystal has, so that a short load shows what drift does.
const clocks = [
	{shiftMs: 0, ppm: 0},
	{shiftMs: 345_678_901.25, ppm: 2000},
	{shiftMs: -20_000, ppm: -3000},
];

/**
 * By generator: the share of requests that the server saw before they were sent or after they had ended, by the timeline and by more than is
 * said of the clock. Where a thread was held up between its call and its stamp that may be one; a shift is nearly all of them.
 */
function shareOff(server: MisbehavingServer, samples: SampleSet, machines: readonly GeneratorMachine[]): readonly number[] {
	const rowOf = new Map([...samples.id].map((id, row) => [id, row]));
	const toMonoMs = monoNowMs() - performance.now();
	const seen = machines.map(() => ({all: 0, off: 0}));
	for (const {id, atMs} of server.requests) {
		const row = rowOf.get(id) ?? -1;
		const [dueMs = 0, sentUs = 0, endUs = 0] = [samples.dueMs[row], samples.sentUs[row], samples.endUs[row]];
		const [machine, counts] = [machines[(id - 1) % machines.length], seen[(id - 1) % machines.length]];
		if (sentUs === never || machine === undefined || counts === undefined) continue;
		const arrivedMs = atMs + toMonoMs;
		const offMs = Math.max(dueMs + sentUs / 1000 - arrivedMs, arrivedMs - dueMs - endUs / 1000);
		counts.all++;
		if (offMs > machine.clock.uncertaintyMs) counts.off++;
	}
	return seen.map(({all, off}) => off / all);
}

test.serial('samples of machines with other clocks stand where the server saw them, to the uncertainty that is said', async (t) => {
	await using server = await startMisbehavingServer();
	await using generators = await startLocalGenerator({clocks});
	await generators.driver.clock();
	const {t0MonoMs} = await generators.driver.open(anOrder({ratePerSecond: 300}, {port: server.port}), sameClock);
	await waitUntil('a load of six seconds', 30_000, () => monoNowMs() > t0MonoMs + 6000);
	const {samples, health} = await generators.driver.stop(null);
	const {machines = []} = health;
	t.deepEqual(
		machines.map(({name, engine}) => [name, engine]),
		[
			['loadgen1', null],
			['loadgen2', 'tcp://loadgen2:2376'],
			['loadgen3', 'tcp://loadgen3:2376'],
		],
	);
	for (const [index, share] of shareOff(server, samples, machines).entries()) {
		const {clock, startedApartMs} = machines[index] ?? t.fail();
		t.true(share < 0.05, `generator ${index + 1}: ${share}`);
		t.true(Math.abs(startedApartMs) < 200);
		t.true(Math.abs(clock.offsetMs - (clocks[index]?.shiftMs ?? 0)) < 1e6);
		t.log(`generator ${index + 1}: ± ${clock.uncertaintyMs.toFixed(2)} ms, ${clock.driftPpm.toFixed(0)} ppm, off: ${share}`);
	}
	t.is(machines[0]?.clock.uncertaintyMs, 0);
	t.is(samples.count, health.intended);
	t.is(new Set(samples.id).size, samples.count);
	t.true(samples.dueMs.every((dueMs, row) => dueMs >= (samples.dueMs[row - 1] ?? 0)));
	t.is(samples.sentUs.filter((sentUs) => sentUs !== never).length, server.requests.length);
	t.is(
		machines.reduce((sum, {sent}) => sum + sent, 0),
		health.sent,
	);
});

test.serial('a step of the rate reaches each in time, by its own clock', async (t) => {
	await using server = await startMisbehavingServer();
	await using generators = await startLocalGenerator({clocks, windowLeadMs: 1000});
	await generators.driver.clock();
	const rateSteps = [{afterMs: 0, forMs: 500, rampMs: 0, from: 'fault', times: 4}] as const;
	const {t0MonoMs} = await generators.driver.open(anOrder({ratePerSecond: 150, rateSteps}, {port: server.port}), sameClock);
	await waitUntil('the baseline', 10_000, () => server.requests.length >= 75);
	const faultMs = monoNowMs();
	await generators.driver.enterWindow('fault');
	await waitUntil('the end of the step', 20_000, () => monoNowMs() > faultMs + 2000);
	const {samples, health} = await generators.driver.stop(null);
	for (const which of [0, 1, 2]) {
		const dueMs = [...samples.dueMs].filter((_, row) => ((samples.id[row] ?? 0) - 1) % 3 === which);
		const stepMs = faultMs + 1000;
		const inStep = dueMs.filter((each) => each >= stepMs + 20 && each < stepMs + 480).length;
		const before = dueMs.filter((each) => each >= stepMs - 480 && each < stepMs - 20).length;
		// 50 and 200 a second, each.
		t.true(Math.abs(before - 23) <= 2, `${before}`);
		t.true(Math.abs(inStep - 92) <= 4, `${inStep}`);
	}
	t.true(t0MonoMs < faultMs);
	t.is(health.intended, samples.count);
});

test.serial('a machine that dies is named, and the requests of the others stay', async (t) => {
	await using server = await startMisbehavingServer();
	await using generators = await startLocalGenerator({clocks});
	const {driver} = generators;
	await driver.clock();
	await driver.open(anOrder({ratePerSecond: 150}, {port: server.port}), sameClock);
	await waitUntil('answers', 10_000, () => server.requests.length > 60);
	process.kill(generators.pids[2] ?? t.fail(), 'SIGKILL');
	const before = server.requests.length;
	await waitUntil('requests of the others', 10_000, () => server.requests.length > before + 60);
	const {samples, health} = await driver.stop(null);
	t.is(health.verdict, 'invalid');
	t.regex(health.reasons.join(), /loadgen3.*standard output ended/);
	t.is(health.machines?.[2]?.verdict, 'invalid');
	t.true(shareOff(server, samples, health.machines ?? []).every((share) => share < 0.05));
});

test.serial('a generator that hears nothing more ends by itself, so that no load goes on that nobody wants', async (t) => {
	await using server = await startMisbehavingServer();
	await using generators = await startLocalGenerator();
	const {driver} = generators;
	const order = {...anOrder({}, {port: server.port}), silentForMs: 1000};
	await driver.open(order, sameClock);
	await waitUntil('the end of the generator', 20_000, () => generators.stderr().includes('the load ends here'));
	const {health} = await driver.stop(null);
	t.is(health.verdict, 'invalid');
});
