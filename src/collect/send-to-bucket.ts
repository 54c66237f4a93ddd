// Puts a report into an S3-compatible bucket: its files, and at last the manifest. What has no manifest is not there for whoever joins.
import {openAsBlob} from 'node:fs';
import path from 'node:path';
import {Bucket, BucketError} from './bucket.ts';
import {findBucket} from './find-bucket.ts';
import {manifestName, sha256OfText} from './manifest.ts';
import type {Manifest} from './manifest.ts';
import {notSent} from './not-sent.ts';
import type {SendOptions, SentReport} from './send-report.ts';
import {tryAgain, wordsOf} from './try-again.ts';

/** So that many small files are not many waits for an answer. */
const atOnce = 6;

export async function sendToBucket(
	folder: string,
	manifest: Manifest,
	{to, env, signal, pausesMs}: Pick<SendOptions, 'to' | 'env' | 'signal' | 'pausesMs'>,
): Promise<SentReport> {
	const place = findBucket(to, env);
	const bucket = new Bucket(place, signal);
	try {
		return await tryAgain(async () => await sendOnce(folder, manifest, bucket, to), {
			...(pausesMs === undefined ? {} : {pausesMs}),
			signal,
			isFinal: (error) => error instanceof BucketError && error.isFinal,
		});
	} catch (error) {
		signal.throwIfAborted();
		const what = error instanceof BucketError ? `answered ${error.status}` : 'does not answer';
		throw notSent(`${to} (${new URL(place.url).origin}) ${what}: ${wordsOf(error)}`, error);
	}
}

async function sendOnce(folder: string, manifest: Manifest, bucket: Bucket, to: string): Promise<SentReport> {
	const {key, files} = manifest;
	const there = await bucket.list(`${key}/`);
	const where = `${to.replace(/\/+$/, '')}/${key}`;
	const text = JSON.stringify(manifest);
	// Of its whole length: not every store forgets what broke off.
	if (there.get(`${key}/${manifestName}`) === Buffer.byteLength(text)) return {isNew: false, where};
	const left = [...files];
	const sendRest = async () => {
		for (let file = left.shift(); file !== undefined; file = left.shift()) {
			const {path: name, bytes, sha256} = file;
			const full = `${key}/report/${name}`;
			if (there.get(full) === bytes && (await bucket.sha256Of(full)) === sha256) continue;
			await bucket.put(full, bytes === 0 ? '' : await openAsBlob(path.join(folder, name)), sha256);
		}
	};
	const senders = await Promise.allSettled(
		Array.from({length: atOnce}, async () => {
			try {
				await sendRest();
			} catch (error) {
				left.length = 0;
				throw error;
			}
		}),
	);
	for (const sender of senders) if (sender.status === 'rejected') throw sender.reason;
	await bucket.put(`${key}/${manifestName}`, text, sha256OfText(text));
	return {isNew: true, where};
}
