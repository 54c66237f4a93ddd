// How well the edges of an outage are found: a small app is killed at a random moment and started again; truth is the instant of the kill
// call, and that of the app's listen(2), which Node makes within the call of listen() where no address is given.
import {spawn, type ChildProcessByStdio} from 'node:child_process';
import {once} from 'node:events';
import {createInterface} from 'node:readline';
import type {Readable} from 'node:stream';
import {findOutages} from '../../../src/expectations/find-outages.ts';
import {startLocalGenerator} from '../../helpers/local-generator.ts';
import {anOrder} from '../../helpers/load-order.ts';
import {outcomes, type GeneratorHealth, type SampleSet} from '../../../src/timeline/sample.ts';
import {loadAverage, median, round, type BenchRow} from './bench-row.ts';

const runs = 20;
const ratePerSecond = 500;
const port = 18_371;
const app = `
	const monoNow = () => Number(process.hrtime.bigint()) / 1e6;
	const server = require('node:http').createServer((request, answer) => answer.end('ok'));
	const before = monoNow();
	server.listen({port: ${port}, backlog: 4096});
	console.log(JSON.stringify([before, monoNow()]));
`;

type Interval = readonly [fromMs: number, toMs: number];

interface EdgeRun {
	readonly startErrorMs: number;
	readonly endErrorMs: number;
	readonly uncertaintyMs: number;
	readonly within: boolean;
	readonly health: string;
}

export async function measureEdges(): Promise<readonly BenchRow[]> {
	const results: EdgeRun[] = [];
	for (let run = 0; run < runs; run++) results.push(await oneRun());
	const startErrors = results.map(({startErrorMs}) => startErrorMs);
	const endErrors = results.map(({endErrorMs}) => endErrorMs);
	return [
		{
			runs,
			withinUncertainty: results.filter(({within}) => within).length,
			medianStartErrorMs: round(median(startErrors)),
			maxStartErrorMs: round(Math.max(...startErrors)),
			medianEndErrorMs: round(median(endErrors)),
			maxEndErrorMs: round(Math.max(...endErrors)),
			medianUncertaintyMs: round(median(results.map(({uncertaintyMs}) => uncertaintyMs))),
			valid: results.filter(({health}) => health === 'valid').length,
			loadAverage: loadAverage(),
		},
	];
}

async function oneRun(): Promise<EdgeRun> {
	await using generator = await startLocalGenerator();
	let child = spawnApp();
	await listening(child);
	const order = anOrder({ratePerSecond, preopen: 20, postShare: 0}, {port});
	const {t0MonoMs} = await generator.driver.open(order, (monoMs) => monoMs);
	await pause(1000 + Math.random() * 500);
	const killed = kill(child);
	await pause(800);
	child = spawnApp();
	const opened = await listening(child);
	await pause(1200);
	const {samples, health} = await generator.driver.stop(null);
	const exited = once(child, 'exit');
	kill(child);
	await exited;
	return judge(samples, health, {t0MonoMs, killed, opened});
}

function judge(
	samples: SampleSet,
	health: GeneratorHealth,
	{t0MonoMs, killed, opened}: {readonly t0MonoMs: number; readonly killed: Interval; readonly opened: Interval},
): EdgeRun {
	const good = Uint8Array.from(samples.outcome, (outcome, row) => (outcomes[outcome] === 'status' && samples.status[row] === 200 ? 1 : 0));
	const before = samples.dueMs.findIndex((dueMs) => dueMs > killed[0] - 100);
	const durationsMs = [...samples.endUs.subarray(0, before)].map((endUs, row) => (endUs - (samples.sentUs[row] ?? 0)) / 1000);
	const sorted = durationsMs.toSorted((a, b) => a - b);
	const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
	const outages = findOutages({
		samples,
		good,
		span: {fromMs: t0MonoMs, toMs: samples.dueMs.at(-1) ?? t0MonoMs},
		baselineFailedShare: 0,
		ratePerSecond,
		normal: {p90Ms: at(0.9), p99Ms: at(0.99), maxMs: at(1)},
		gaps: health.gaps,
		clockUncertaintyMs: 0,
	});
	const outage = outages.toSorted((a, b) => b.failed - a.failed)[0];
	if (outage === undefined) throw new Error('expected an outage, and there was none');
	const startErrorMs = Math.abs(outage.fromMs - middle(killed));
	const endErrorMs = Math.abs(outage.toMs - middle(opened));
	const slackMs = Math.max(killed[1] - killed[0], opened[1] - opened[0]) / 2;
	const within = Math.max(startErrorMs, endErrorMs) <= outage.uncertaintyMs + slackMs;
	return {startErrorMs, endErrorMs, uncertaintyMs: outage.uncertaintyMs, within, health: health.verdict};
}

type RunningApp = ChildProcessByStdio<null, Readable, null>;

function spawnApp(): RunningApp {
	return spawn(process.execPath, ['-e', app], {stdio: ['ignore', 'pipe', 'inherit']});
}

function kill(child: RunningApp): Interval {
	const beforeMs = monoNow();
	child.kill('SIGKILL');
	return [beforeMs, monoNow()];
}

async function listening({stdout}: RunningApp): Promise<Interval> {
	for await (const line of createInterface({input: stdout})) {
		// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the app above prints exactly this.
		return JSON.parse(line) as Interval;
	}
	throw new Error('expected the app to say when it listened, and it ended');
}

function middle([fromMs, toMs]: Interval): number {
	return (fromMs + toMs) / 2;
}

async function pause(durationMs: number): Promise<void> {
	const {promise, resolve} = Promise.withResolvers<void>();
	setTimeout(resolve, durationMs);
	await promise;
}

function monoNow(): number {
	return Number(process.hrtime.bigint()) / 1e6;
}
