// How late requests are sent and what that costs, at rising rates; undici's dispatch with the same schedule and metronome beside it.
import {spawn} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {text} from 'node:stream/consumers';
import {setTimeout as sleep} from 'node:timers/promises';
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
			residentMb: middle((result) => result.residentBytes / 1e6),
			loadAverage: median(loads),
		};
	});
}

export async function runOpenLoop({host, port, seconds}: BenchSettings, ratePerSecond: number): Promise<PaceResult> {
	await portsToBeFree();
	await using generator = await startLocalGenerator();
	const load = {
		ratePerSecond,
		postShare: 0,
		path: '/',
		preopen: Math.min(500, ratePerSecond / 20),
		maxInFlight: Math.max(500, ratePerSecond / 5),
	};
	const timeoutMs = {connect: 200, firstByte: 200, body: 200};
	const order = anOrder({...load, timeoutMs}, {host, port, maxDurationMs: seconds * 1000 + 5000});
	const {t0MonoMs} = await generator.driver.open(order, (monoMs) => monoMs);
	const {health} = await generator.driver.stop(t0MonoMs + seconds * 1000);
	return {...health, residentBytes: await generator.residentBytes()};
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
