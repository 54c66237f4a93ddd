// The stall that tells open loops from closed ones: 3 s without an answer, 500 requests per second, a deadline of 2 s.
import {startLocalGenerator} from '../../helpers/local-generator.ts';
import {anOrder} from '../../helpers/load-order.ts';
import {startMisbehavingServer} from '../../helpers/misbehaving-server.ts';
import {never, outcomes} from '../../../src/timeline/sample.ts';
import {loadAverage, round, type BenchRow} from './bench-row.ts';

const ratePerSecond = 500;
const durationMs = 10_000;
const stallMs = 3000;
const deadlineMs = 2000;

export async function measureStall(): Promise<readonly BenchRow[]> {
	await using server = await startMisbehavingServer();
	await using generator = await startLocalGenerator();
	const timeoutMs = {connect: deadlineMs, firstByte: deadlineMs, body: deadlineMs};
	const {t0MonoMs} = await generator.driver.open(anOrder({ratePerSecond, timeoutMs, preopen: 20}, {port: server.port}), (monoMs) => monoMs);
	const ended = Promise.withResolvers<number>();
	const started = Promise.withResolvers<number>();
	setTimeout(() => {
		started.resolve(monoNow());
		server.stall(stallMs, () => ended.resolve(monoNow()));
	}, 3000);
	const {samples, health} = await generator.driver.stop(t0MonoMs + durationMs - 1);
	const [fromMs, toMs] = await Promise.all([started.promise, ended.promise]);
	let due = 0;
	let sent = 0;
	let timedOut = 0;
	let expectedTimeouts = 0;
	for (const [row, dueMs] of samples.dueMs.entries()) {
		if (outcomes[samples.outcome[row] ?? 0] === 'timeout-first-byte') timedOut++;
		if (dueMs < fromMs || dueMs >= toMs) continue;
		due++;
		if (samples.sentUs[row] !== never) sent++;
		if (dueMs < toMs - deadlineMs) expectedTimeouts++;
	}
	return [
		{
			stallMs: round(toMs - fromMs, 1),
			dueInStall: due,
			sentInStall: sent,
			errorSharePercent: round((100 * timedOut) / samples.count),
			theoryPercent: round((100 * expectedTimeouts) / samples.count),
			lateP99Ms: round(health.lateP99Ms),
			health: health.verdict,
			loadAverage: loadAverage(),
		},
	];
}

function monoNow(): number {
	return Number(process.hrtime.bigint()) / 1e6;
}
