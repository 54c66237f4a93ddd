// Highest throughput: the open loop's highest rate with less than 1 % late sends, beside closed loops that send as fast as answers come.
import {execFile} from 'node:child_process';
import {promisify} from 'node:util';
import {startLocalGenerator} from '../../helpers/local-generator.ts';
import {loadAverage, round, type BenchRow, type BenchSettings} from './bench-row.ts';
import {runOpenLoop} from './pace.ts';

const ladder = [5000, 7500, 10_000, 12_500, 15_000, 20_000];
const latePercentAllowed = 1;
const triesPerStep = 2;

export async function measurePeak(settings: BenchSettings): Promise<readonly BenchRow[]> {
	const rows: BenchRow[] = [];
	const wrk = await runWrk(settings);
	const autocannon = await runAutocannon(settings);
	const highest = await highestRate(settings);
	const reference = wrk ?? autocannon;
	const add = (driver: string, requestsPerSecond: number | null, note: string) =>
		rows.push({
			driver,
			requestsPerSecond: requestsPerSecond === null ? null : Math.round(requestsPerSecond),
			ratio: requestsPerSecond === null ? null : round(requestsPerSecond / reference),
			note,
			loadAverage: loadAverage(),
		});
	add('wrk', wrk, wrk === null ? 'not on the PATH, so ratios are to autocannon' : '2 threads, 50 connections');
	add('autocannon', autocannon, 'closed loop, 50 connections');
	add('gatequake', highest, `open loop, highest rate with at most ${latePercentAllowed} % late and none unsent, best of ${triesPerStep}`);
	return rows;
}

async function highestRate(settings: BenchSettings): Promise<number> {
	let highest = 0;
	for (const rate of ladder) {
		let held = false;
		for (let attempt = 0; attempt < triesPerStep && !held; attempt++) {
			const {latePercent, unsent} = await runOpenLoop(settings, rate);
			held = latePercent < latePercentAllowed && unsent === 0;
		}
		if (!held) break;
		highest = rate;
	}
	return highest;
}

async function runAutocannon({host, port, seconds}: BenchSettings): Promise<number> {
	await using generator = await startLocalGenerator();
	const probe = {host, port, path: '/', connections: 50, durationMs: seconds * 1000};
	return (await generator.driver.capacity(probe)).requestsPerSecond;
}

async function runWrk({host, port, seconds}: BenchSettings): Promise<number | null> {
	try {
		const {stdout} = await promisify(execFile)('wrk', ['-t2', '-c50', `-d${seconds}s`, `http://${host}:${port}/`]);
		return Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)?.[1] ?? Number.NaN);
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
		throw error;
	}
}
