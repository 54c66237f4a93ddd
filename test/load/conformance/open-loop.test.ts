import test from 'ava';
import {conformanceCases, type DriverLoad, type DriverReport} from './conformance.ts';
import {never, outcomes, type Outcome} from '../../../src/timeline/sample.ts';
import {startLocalGenerator} from '../../helpers/local-generator.ts';
import {anOrder} from '../../helpers/load-order.ts';

for (const conformanceCase of conformanceCases) {
	test.serial(`the open loop conforms: ${conformanceCase.name}`, async (t) => {
		t.deepEqual(await conformanceCase.run({name: 'open loop', run}), []);
	});
}

async function run({port, ratePerSecond, durationMs, timeoutMs, onStart}: DriverLoad): Promise<DriverReport> {
	await using generator = await startLocalGenerator();
	const {offsetMs} = await generator.driver.clock();
	const timeouts = {connect: timeoutMs, firstByte: timeoutMs, body: timeoutMs};
	const order = anOrder({ratePerSecond, timeoutMs: timeouts, preopen: 50, maxInFlight: 12_000}, {port});
	const {t0MonoMs} = await generator.driver.open(order, (monoMs) => monoMs);
	const harnessMonoMs = Number(process.hrtime.bigint()) / 1e6;
	onStart(performance.now() + t0MonoMs - offsetMs - harnessMonoMs);
	// The instant of the stop is part of the load: one request less, and the duration holds rate × duration of them.
	const {samples, health} = await generator.driver.stop(t0MonoMs + durationMs - 500 / ratePerSecond);
	const counts: Partial<Record<Outcome, number>> = {};
	for (const index of samples.outcome) {
		const outcome = outcomes[index] ?? 'unsent';
		counts[outcome] = (counts[outcome] ?? 0) + 1;
	}
	const sent = samples.sentUs.filter((sentUs) => sentUs !== never).length;
	return {sent, outcomes: counts, lateMaxMs: health.lateMaxMs, unsent: health.unsent};
}
