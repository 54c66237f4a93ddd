// Sends a report to a collector, or puts it into a folder. What was sent before a connection broke is not sent again.
import {openAsBlob} from 'node:fs';
import {cp, rename, rm} from 'node:fs/promises';
import {existsSync} from 'node:fs';
import path from 'node:path';
import {setTimeout as wait} from 'node:timers/promises';
import {GatequakeError} from '../error.ts';
import type {ReportHead} from '../report/report.ts';
import {makeManifest} from './manifest.ts';
import type {Manifest} from './manifest.ts';

export interface SendOptions {
	/** `http://…` or `https://…`: a collector; else a folder, relative to `cwd`. */
	readonly to: string;
	readonly cwd: string;
	/** Of the collector; null where none is known. */
	readonly token: string | null;
	readonly signal: AbortSignal;
	/** Waits between tries. Default: 1, 2, 4, 8 and 16 s. */
	readonly pausesMs?: readonly number[];
}

/** `isNew`: it had not come before. */
export interface SentReport {
	readonly isNew: boolean;
	/** Where it is now, in words. */
	readonly where: string;
}

const usualPausesMs = [1000, 2000, 4000, 8000, 16_000];
/** Of one request; a file is sent in pieces, so that a slow line is no hanging one. */
const requestWithinMs = 60_000;
const pieceBytes = 8 * 1024 * 1024;

/** @throws GatequakeError `NOT_SENT` with the reason; what has arrived by then is kept there. */
export async function sendReport(
	folder: string,
	head: Pick<ReportHead, 'tool' | 'plan' | 'shard'>,
	options: SendOptions,
): Promise<SentReport> {
	const manifest = await makeManifest(folder, head);
	return /^https?:\/\//.test(options.to) ? await overNetwork(folder, manifest, options) : await intoFolder(folder, manifest, options);
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

async function overNetwork(folder: string, manifest: Manifest, options: SendOptions): Promise<SentReport> {
	const {to, token, signal, pausesMs = usualPausesMs} = options;
	if (token === null) throw notSent('a collector wants a token: set GATEQUAKE_TOKEN to the one that it printed');
	for (const pauseMs of [...pausesMs, null]) {
		try {
			return await sendOnce(folder, manifest, {...options, token});
		} catch (error) {
			signal.throwIfAborted();
			const isFinal = error instanceof Answer && finalStatuses.has(error.status);
			if (isFinal || pauseMs === null)
				throw notSent(`${to} ${error instanceof Answer ? `answered ${error.status}` : 'does not answer'}: ${wordsOf(error)}`, error);
			await wait(pauseMs, undefined, {signal});
		}
	}

	throw notSent(`${to} does not answer`);
}

/** What another try would not change: who asks, what is sent, and a disk that is full. */
const finalStatuses: ReadonlySet<number> = new Set([400, 401, 403, 404, 405, 409, 413, 507]);

class Answer extends Error {
	readonly status: number;

	constructor(status: number, message: string) {
		super(message);
		this.status = status;
	}
}

async function sendOnce(
	folder: string,
	manifest: Manifest,
	{to, token, signal}: SendOptions & {readonly token: string},
): Promise<SentReport> {
	const base = `${to.replace(/\/+$/, '')}/v1/reports/${manifest.key}`;
	const ask = async (method: string, place: string, body: Blob | string): Promise<Record<string, unknown>> => {
		const response = await fetch(`${base}${place}`, {
			method,
			body,
			headers: {authorization: `Bearer ${token}`},
			signal: AbortSignal.any([signal, AbortSignal.timeout(requestWithinMs)]),
		});
		const text = await response.text();
		const value = parsed(text);
		if (!response.ok) throw new Answer(response.status, typeof value['error'] === 'string' ? value['error'] : text.slice(0, 200));
		return value;
	};

	const {isWhole, have} = await ask('PUT', '', JSON.stringify(manifest));
	if (isWhole === true) return {isNew: false, where: to};
	const bytesThere: readonly unknown[] = Array.isArray(have) ? have : [];
	for (const [index, {path: name, bytes}] of manifest.files.entries()) {
		const blob = bytes === 0 ? new Blob([]) : await openAsBlob(path.join(folder, name));
		for (let from = Number(bytesThere[index] ?? 0); from < bytes; from = Math.min(bytes, from + pieceBytes)) {
			await ask('PUT', `/files/${index}?from=${from}`, blob.slice(from, Math.min(bytes, from + pieceBytes)));
		}
	}

	const {isNew} = await ask('POST', '/whole', '');
	return {isNew: isNew !== false, where: to};
}

function parsed(text: string): Record<string, unknown> {
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === 'object' && value !== null ? {...value} : {};
	} catch {
		return {};
	}
}

/** `fetch` says only that it failed; why stands in the cause. */
function wordsOf(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	return error.cause instanceof Error && error.cause.message !== '' ? error.cause.message : error.message;
}

function notSent(why: string, cause?: unknown): GatequakeError {
	return new GatequakeError(`the report was not sent: ${why}`, {code: 'NOT_SENT', exitCode: 4, cause});
}
