// Brings the reports of shards from a bucket into the folder of the joined one: those that are there now, or waits until all are.
import {performance} from 'node:perf_hooks';
import {setTimeout as wait} from 'node:timers/promises';
import path from 'node:path';
import {allCame} from '../collect/all-came.ts';
import {fetchReports} from '../collect/fetch-reports.ts';
import type {FetchedReport} from '../collect/fetch-reports.ts';
import {findBucket} from '../collect/find-bucket.ts';
import {GatequakeError} from '../error.ts';
import {defaultReportFolder, makeReportFolder, newRunId} from '../run/report-folder.ts';
import type {CommandContext} from './command.ts';

export interface FetchOrder {
	/** Default: a new folder below reports/. */
	readonly output: string | undefined;
	/** How long is waited for what is missing; 0: not at all. */
	readonly withinMs: number;
	/** See `ShelfOptions`. */
	readonly mostBytes: number | null;
}

/** A bucket does not say when something comes: it is asked so often. */
const betweenMs = 5000;

/** @throws GatequakeError `NO_REPORT` (exit code 4) where nothing is there in time. */
export async function fetchFrom(
	bucket: string,
	{output, withinMs, mostBytes}: FetchOrder,
	{cwd, env, stdout, signal}: Pick<CommandContext, 'cwd' | 'env' | 'stdout' | 'signal'>,
): Promise<{readonly reports: readonly FetchedReport[]; readonly folder: string}> {
	const place = findBucket(bucket, env);
	const folder = await makeReportFolder(
		output === undefined ? defaultReportFolder(cwd, new Date(), newRunId()) : path.resolve(cwd, output),
	);
	const say = (text: string) => void stdout.write(`${text}\n`);
	say(`collecting from ${bucket}, into ${folder}`);
	const overMs = performance.now() + withinMs;
	for (;;) {
		const reports = await fetchReports(place, {folder, mostBytes, signal, say}).catch((error: unknown) => {
			// A store that is away for a while does not end a wait of hours.
			if (!(error instanceof GatequakeError) || error.code !== 'NO_ANSWER' || performance.now() > overMs) throw error;
			say(error.message);
			return [];
		});
		const leftMs = overMs - performance.now();
		if (allCame(reports.map(({manifest}) => manifest)) || (leftMs <= 0 && reports.length > 0)) return {reports, folder};
		if (leftMs <= 0) {
			throw new GatequakeError(`expected reports of shards in ${bucket}, and there is none that is whole`, {
				code: 'NO_REPORT',
				hint: 'is it the bucket and the folder that the shards send to? `gatequake collect s3://… --within MINUTES` waits for them',
			});
		}

		await wait(Math.min(betweenMs, leftMs), undefined, {signal});
	}
}
