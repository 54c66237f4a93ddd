// Brings the reports that are whole in a bucket into a folder, where a collector would keep them. What is there already is not fetched again.
import {Readable} from 'node:stream';
import {GatequakeError} from '../error.ts';
import {Bucket, BucketError} from './bucket.ts';
import type {BucketPlace} from './find-bucket.ts';
import {manifestName, manifestProblem, isManifest} from './manifest.ts';
import type {Manifest} from './manifest.ts';
import {Refusal, Shelf} from './shelf.ts';
import {tryAgain, wordsOf} from './try-again.ts';

export interface FetchOptions {
	/** Where they go. */
	readonly folder: string;
	/** See `ShelfOptions`. */
	readonly mostBytes: number | null;
	readonly signal: AbortSignal;
	/** What came, for the person who waits. */
	readonly say: (text: string) => void;
	/** See `Tries`. */
	readonly pausesMs?: readonly number[];
}

export interface FetchedReport {
	readonly manifest: Manifest;
	/** On this machine. */
	readonly folder: string;
}

/** @throws GatequakeError `NOT_FETCHED` or `NO_ANSWER` (exit code 4), `CANNOT_JOIN` (exit code 2) where reports of two plans or versions lie there. */
export async function fetchReports(
	place: BucketPlace,
	{folder, mostBytes, signal, say, pausesMs}: FetchOptions,
): Promise<readonly FetchedReport[]> {
	const shelf = new Shelf({folder, mostBytes});
	await shelf.open();
	const bucket = new Bucket(place, signal);
	try {
		await tryAgain(async () => await fetchOnce(bucket, shelf, say), {
			...(pausesMs === undefined ? {} : {pausesMs}),
			signal,
			isFinal,
		});
	} catch (error) {
		signal.throwIfAborted();
		throw notFetched(place, error);
	}

	return shelf.whole.map((manifest) => ({manifest, folder: shelf.folderOf(manifest)}));
}

/** Another try would change nothing. */
function isFinal(error: unknown): boolean {
	return (error instanceof BucketError && error.isFinal) || (error instanceof Refusal && error.status !== damaged);
}

/** What a shelf says of bytes that are not those that were sent. */
const damaged = 422;

async function fetchOnce(bucket: Bucket, shelf: Shelf, say: FetchOptions['say']): Promise<void> {
	const known = new Set(shelf.whole.map(({key}) => key));
	for (const key of await bucket.folders()) {
		if (known.has(key)) continue;
		const text = await bucket.text(`${key}/${manifestName}`);
		// Under way, or nothing of ours.
		if (text === null) continue;
		const manifest = parsed(text);
		if (!isManifest(manifest) || manifest.key !== key) {
			say(`left alone: ${key}/ is no report: ${manifestProblem(manifest) ?? 'its key is another one'}`);
			continue;
		}

		const {have} = await shelf.begin(manifest);
		for (const [index, {path: name, bytes}] of manifest.files.entries()) {
			let from = have[index] ?? 0;
			while (from < bytes) {
				const piece = await bucket.piece(`${key}/report/${name}`, from);
				const now = await shelf.append(key, index, from, Readable.fromWeb(piece.stream()));
				if (now === from) throw new Error(`${key}/report/${name} ends at byte ${from} of ${bytes}`);
				from = now;
			}
		}

		await shelf.complete(key);
		const {shard, files} = manifest;
		say(`${shard === null ? 'a whole report' : `shard ${shard.index}/${shard.of}`} has come, ${files.length} files`);
	}
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}

function notFetched({name, url}: BucketPlace, error: unknown): GatequakeError {
	if (error instanceof Refusal && error.status === 409) {
		return new GatequakeError(`expected reports that can be joined in ${name}: ${error.message}`, {
			code: 'CANNOT_JOIN',
			exitCode: 2,
			hint: 'give each plan a folder of its own in the bucket: --send s3://BUCKET/NIGHTLY/DATE',
			cause: error,
		});
	}

	const answered = error instanceof BucketError ? `answered ${error.status}: ` : error instanceof Refusal ? '' : 'does not answer: ';
	return new GatequakeError(`the reports in ${name} (${new URL(url).origin}) were not fetched: ${answered}${wordsOf(error)}`, {
		code: isFinal(error) ? 'NOT_FETCHED' : 'NO_ANSWER',
		exitCode: 4,
		hint: 'what has come is kept: the same command with the same --output goes on from there',
		cause: error,
	});
}
