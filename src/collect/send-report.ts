// Sends a report to a collector, into a bucket, or into a folder. What was sent before a connection broke is not sent again.
import {cp, rename, rm} from 'node:fs/promises';
import {existsSync} from 'node:fs';
import path from 'node:path';
import {GatequakeError} from '../error.ts';
import type {ReportHead} from '../report/report.ts';
import {findBucket, isBucketName} from './find-bucket.ts';
import {makeManifest} from './manifest.ts';
import type {Manifest} from './manifest.ts';
import {notSent} from './not-sent.ts';
import {sendToBucket} from './send-to-bucket.ts';
import {sendToCollector} from './send-to-collector.ts';
import {wordsOf} from './try-again.ts';

export interface SendOptions {
	/** `http://…` or `https://…`: a collector; `s3://…`: a bucket; else a folder, relative to `cwd`. */
	readonly to: string;
	readonly cwd: string;
	/** Has the collector's token, or the keys of the bucket. */
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly signal: AbortSignal;
	/** See `Tries`. */
	readonly pausesMs?: readonly number[];
}

/** `isNew`: it had not come before. */
export interface SentReport {
	readonly isNew: boolean;
	/** Where it is now, in words. */
	readonly where: string;
}

/** @throws GatequakeError `NOT_SENT` with the reason; what has arrived by then is kept there. */
export async function sendReport(
	folder: string,
	head: Pick<ReportHead, 'tool' | 'plan' | 'shard'>,
	options: SendOptions,
): Promise<SentReport> {
	const manifest = await makeManifest(folder, head);
	if (isCollector(options.to)) return await sendToCollector(folder, manifest, options);
	return isBucketName(options.to) ? await sendToBucket(folder, manifest, options) : await intoFolder(folder, manifest, options);
}

/** What is missing for sending there, told before the work of which the report would be. @throws GatequakeError with exit code 2. */
export function checkDestination(to: string, env: SendOptions['env']): void {
	if (isBucketName(to)) findBucket(to, env);
	if (isCollector(to) && !env['GATEQUAKE_TOKEN']) {
		throw new GatequakeError(`expected the token of the collector at ${to}, and GATEQUAKE_TOKEN is not set`, {
			code: 'NO_TOKEN',
			exitCode: 2,
			hint: 'set GATEQUAKE_TOKEN to the one that the collector has, or printed',
		});
	}
}

function isCollector(to: string): boolean {
	return /^https?:\/\//.test(to);
}

/** It appears there whole. */
async function intoFolder(folder: string, {key}: Manifest, {to, cwd}: SendOptions): Promise<SentReport> {
	const target = path.join(path.resolve(cwd, to), key);
	if (existsSync(target)) return {isNew: false, where: target};
	const partial = `${target}.${process.pid}.part`;
	try {
		await cp(folder, partial, {recursive: true, verbatimSymlinks: true});
		await rename(partial, target);
	} catch (error) {
		// What cannot be written to may not be there either.
		await rm(partial, {recursive: true, force: true}).catch(() => {});
		throw notSent(`it cannot be written to ${target}: ${wordsOf(error)}`, error);
	}

	return {isNew: true, where: target};
}
