// Sends a report to `gatequake collect`, in pieces: what has arrived is not sent again.
import {openAsBlob} from 'node:fs';
import path from 'node:path';
import type {Manifest} from './manifest.ts';
import {notSent} from './not-sent.ts';
import type {SendOptions, SentReport} from './send-report.ts';
import {tryAgain, wordsOf} from './try-again.ts';

/** Of one request; a file is sent in pieces, so that a slow line is no hanging one. */
const requestWithinMs = 60_000;
const pieceBytes = 8 * 1024 * 1024;

export async function sendToCollector(
	folder: string,
	manifest: Manifest,
	{to, env, signal, pausesMs}: Pick<SendOptions, 'to' | 'env' | 'signal' | 'pausesMs'>,
): Promise<SentReport> {
	const token = env['GATEQUAKE_TOKEN'] || null;
	if (token === null) throw notSent('a collector wants a token: set GATEQUAKE_TOKEN to the one that it printed');
	try {
		return await tryAgain(async () => await sendOnce(folder, manifest, {to, token, signal}), {
			...(pausesMs === undefined ? {} : {pausesMs}),
			signal,
			isFinal: (error) => error instanceof Answer && finalStatuses.has(error.status),
		});
	} catch (error) {
		signal.throwIfAborted();
		throw notSent(`${to} ${error instanceof Answer ? `answered ${error.status}` : 'does not answer'}: ${wordsOf(error)}`, error);
	}
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
	{to, token, signal}: Pick<SendOptions, 'to' | 'signal'> & {readonly token: string},
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
