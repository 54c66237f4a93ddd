// Highest throughput: the open loop's highest rate with less than 1 % late sends, beside closed loops that send as fast as answers come.
import {setTimeout as sleep} from 'node:timers/promises';
import {GatequakeError} from '../../../src/error.ts';
import {startLocalGenerator} from '../../helpers/local-generator.ts';
import {loadAverage, median, round, type BenchRow, type BenchSettings} from './bench-row.ts';
import {runOrder} from './pace.ts';

const ladder = [2500, 5000, 7500, 10_000, 12_500, 15_000, 20_000];
const latePercentAllowed = 1;
const triesPerStep = 2;

interface Driver {
	readonly name: string;
	readonly note: string;
	/** Requests per second, or why there is no number. */
	readonly measure: () => Promise<number | string>;
}

export async function measurePeak(settings: BenchSettings): Promise<readonly BenchRow[]> {
	// With a target that was given everything runs on the host.
	await using local = settings.peers === null ? await startLocalGenerator() : null;
	const driver = settings.peers?.driver ?? local?.driver;
	if (driver === undefined) throw new Error('expected a generator, and there is none');
	const {host, port, seconds} = settings;
	const drivers: readonly Driver[] = [
		{
			name: 'wrk',
			note: 'closed loop, 2 threads, 50 connections',
			measure: async () => (await settings.peers?.wrk(seconds)) ?? 'wrk is left out, because the target was given',
		},
		{
			name: 'autocannon',
			note: 'closed loop, 50 connections',
			measure: async () =>
				(await driver.capacity({host, port, path: '/', tls: null, connections: 50, durationMs: seconds * 1000})).requestsPerSecond,
		},
		{
			name: 'gatequake',
			note: `open loop, highest of ${ladder.join(', ')} with at most ${latePercentAllowed} % late and none unsent`,
			measure: async () => await highestRate(async (rate) => await whenIdle(async () => await runOrder(driver, settings, rate))),
		},
	];
	const results = drivers.map((): (number | string)[] => []);
	for (let turn = 0; turn < settings.rounds; turn++) {
		for (const [index, {measure}] of drivers.entries()) results[index]?.push(await measure());
	}
	const peaks = results.map((measured) => {
		const numbers = measured.filter((value) => typeof value === 'number');
		return numbers.length === 0 ? null : median(numbers);
	});
	return drivers.map(({name, note}, index) => {
		const peak = peaks[index] ?? null;
		const ratioTo = (reference: number | null | undefined) => (peak === null || !reference ? null : round(peak / reference));
		const why = results[index]?.find((value) => typeof value === 'string');
		return {
			driver: name,
			requestsPerSecond: peak === null ? null : Math.round(peak),
			ratioToWrk: ratioTo(peaks[0]),
			ratioToAutocannon: ratioTo(peaks[1]),
			note: why ?? note,
			loadAverage: loadAverage(),
		};
	});
}

const idleWithinMs = 60_000;

/** After a rate that was far too high the generator still drains when its driver has given it up. */
async function whenIdle<Result>(run: () => Promise<Result>): Promise<Result> {
	const endMs = performance.now() + idleWithinMs;
	for (;;) {
		try {
			return await run();
		} catch (error) {
			if (!(error instanceof GatequakeError && error.code === 'LOAD_BUSY') || performance.now() > endMs) throw error;
			await sleep(500);
		}
	}
}

/** Bisects the ladder; a step that fails is tried again, because machines stall. */
async function highestRate(run: (rate: number) => Promise<{readonly latePercent: number; readonly unsent: number}>): Promise<number> {
	let held = -1;
	let failed = ladder.length;
	while (failed - held > 1) {
		const middle = Math.floor((held + failed) / 2);
		let holds = false;
		for (let attempt = 0; attempt < triesPerStep && !holds; attempt++) {
			const {latePercent, unsent} = await run(ladder[middle] ?? 0);
			holds = latePercent < latePercentAllowed && unsent === 0;
		}
		if (holds) held = middle;
		else failed = middle;
	}
	return ladder[held] ?? 0;
}
