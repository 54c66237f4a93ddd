// How late requests are sent and what that costs, at rising rates; undici's dispatch with the same schedule and metronome beside it.
import {spawn} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {text} from 'node:stream/consumers';
import {setTimeout as sleep} from 'node:timers/promises';
import type {LoadDriver} from '../../../src/load/driver.ts';
import type {GeneratorHealth} from '../../../src/timeline/sample.ts';
import {startLocalGenerator} from '../../helpers/local-generator.ts';
import {anOrder} from '../../helpers/load-order.ts';
import {loadAverage, median, round, type BenchRow, type BenchSettings} from './bench-row.ts';

const rates = [500, 1000, 2000, 5000, 10_000];
/** Above this undici falls behind for good, and takes the machine along. */
const undiciRates = [500, 2000, 5000];

export interface PaceResult {
	readonly intended: number;
	readonly latePercent: number;
	readonly lateP50Ms: number;
	readonly lateP99Ms: number;
	readonly unsent: number;
	readonly cpuPercent: number;
	readonly residentBytes: number;
}

export async function measurePace(settings: BenchSettings): Promise<readonly BenchRow[]> {
	const runs = new Map<
		string,
		{readonly driver: string; readonly rate: number; readonly results: PaceResult[]; readonly loads: number[]}
	>();
	const add = async (driver: string, rate: number, run: () => Promise<PaceResult>) => {
		const entry = runs.get(`${driver} ${rate}`) ?? {driver, rate, results: [], loads: []};
		entry.results.push(await run());
		entry.loads.push(loadAverage());
		runs.set(`${driver} ${rate}`, entry);
	};
	for (let turn = 0; turn < settings.rounds; turn++) {
		for (const rate of rates) {
			await add('gatequake', rate, async () => await runOpenLoop(settings, rate));
			if (undiciRates.includes(rate)) await add('undici', rate, async () => await runUndici(settings, rate));
		}
	}
	return [...runs.values()].map(({driver, rate, results, loads}) => {
		const middle = (pick: (result: PaceResult) => number) => round(median(results.map((result) => pick(result))));
		return {
			driver,
			ratePerSecond: rate,
			lateP50Ms: middle((result) => result.lateP50Ms),
			lateP99Ms: middle((result) => result.lateP99Ms),
			lateP99BestMs: round(Math.min(...results.map((result) => result.lateP99Ms))),
			latePercent: middle((result) => result.latePercent),
			latePercentBest: round(Math.min(...results.map((result) => result.latePercent))),
			unsent: middle((result) => result.unsent),
			cpuPercent: middle((result) => result.cpuPercent),
			cpuOfGatequake: cpuRatio(runs.get(`gatequake ${rate}`)?.results ?? [], results),
			residentMb: middle((result) => result.residentBytes / 1e6),
			loadAverage: median(loads),
		};
	});
}

/** How many times the generator's CPU a driver takes for the same rate, by medians. */
function cpuRatio(own: readonly PaceResult[], results: readonly PaceResult[]): number {
	const cpu = (of: readonly PaceResult[]) => median(of.map(({cpuPercent}) => cpuPercent));
	return round(cpu(results) / cpu(own));
}

async function runOpenLoop(settings: BenchSettings, ratePerSecond: number): Promise<PaceResult> {
	await using generator = await startLocalGenerator();
	const health = await runOrder(generator.driver, settings, ratePerSecond);
	return {...health, residentBytes: await generator.residentBytes()};
}

/** `preparedForMs` is what memory is fixed for; default: a little more than what is measured. */
export async function runOrder(
	driver: LoadDriver,
	{host, port, seconds}: Pick<BenchSettings, 'host' | 'port' | 'seconds'>,
	ratePerSecond: number,
	preparedForMs: number = seconds * 1000 + 5000,
): Promise<GeneratorHealth> {
	await portsToBeFree();
	const load = {
		ratePerSecond,
		postShare: 0,
		path: '/',
		preopen: Math.min(500, ratePerSecond / 20),
		maxInFlight: Math.max(500, ratePerSecond / 5),
	};
	const timeoutMs = {connect: 200, firstByte: 200, body: 200};
	const order = anOrder({...load, timeoutMs}, {host, port, maxDurationMs: preparedForMs});
	const {t0MonoMs} = await driver.open(order, (monoMs) => monoMs);
	return (await driver.stop(t0MonoMs + seconds * 1000)).health;
}

async function runUndici({host, port, seconds}: BenchSettings, ratePerSecond: number): Promise<PaceResult> {
	await portsToBeFree();
	const program = new URL('undici-loop.ts', import.meta.url).pathname;
	const options = JSON.stringify({host, port, ratePerSecond, durationMs: seconds * 1000});
	const child = spawn(process.execPath, ['--no-warnings', program, options], {stdio: ['ignore', 'pipe', 'inherit']});
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- undici-loop.ts prints exactly this.
	return JSON.parse(await text(child.stdout)) as PaceResult;
}

const mostWaitingPorts = 14_000;
const freeWithinMs = 90_000;

/** A run that got into trouble leaves thousands of ports waiting for a minute, and the kernel's search for free ones would slow the next. */
async function portsToBeFree(): Promise<void> {
	const endMs = performance.now() + freeWithinMs;
	while (Number(/ tw (\d+)/.exec(readFileSync('/proc/net/sockstat', 'latin1'))?.[1] ?? 0) > mostWaitingPorts) {
		if (performance.now() > endMs) throw new Error(`expected less than ${mostWaitingPorts} waiting ports within ${freeWithinMs} ms`);
		await sleep(500);
	}
}
