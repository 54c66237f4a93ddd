// What is asked of an S3-compatible store: each request signed, bounded, and its errors in words that say what to do.
import {createHash} from 'node:crypto';
import {AwsV4Signer} from 'aws4fetch';
import type {BucketPlace} from './find-bucket.ts';
import {sha256OfText} from './manifest.ts';

/** The store refused. What did not get as far as an answer is another error. */
export class BucketError extends Error {
	readonly status: number;
	/** The store's own word, such as `NoSuchBucket`; empty where it gave none. */
	readonly code: string;

	constructor(status: number, code: string, message: string) {
		super(message);
		this.status = status;
		this.code = code;
	}

	/** Another try would change nothing: who asks, what is asked, where. */
	get isFinal(): boolean {
		return this.status < 500 && ![408, 425, 429].includes(this.status) && !passing.has(this.code);
	}
}

/** Refusals that are the line's fault, or the moment's. */
const passing: ReadonlySet<string> = new Set([
	'BadDigest',
	'IncompleteBody',
	'NoSuchUpload',
	'OperationAborted',
	'RequestTimeout',
	'SlowDown',
	'XAmzContentSHA256Mismatch',
]);

/** Of one request: a piece takes so long at 140 KB a second. */
const requestWithinMs = 120_000;
const abortWithinMs = 10_000;
/** A file that is larger is sent in parts, and any is fetched in pieces of this size. */
const pieceBytes = 16 * 1024 * 1024;
const mostParts = 10_000;
const noBytes = sha256OfText('');

interface Asked {
	readonly query?: Readonly<Record<string, string>>;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: Blob | string;
	/** Of the body. */
	readonly sha256?: string;
}

export class Bucket {
	readonly #place: BucketPlace;
	readonly #signal: AbortSignal;

	constructor(place: BucketPlace, signal: AbortSignal) {
		this.#place = place;
		this.#signal = signal;
	}

	/** Sizes of all that is below a folder, by name. */
	async list(folder: string): Promise<ReadonlyMap<string, number>> {
		const sizes = new Map<string, number>();
		for await (const page of this.#pages(folder, {})) {
			for (const [, entry = ''] of page.matchAll(/<Contents>(.*?)<\/Contents>/gs)) {
				sizes.set(this.#named(textIn(entry, 'Key'), page), Number(textIn(entry, 'Size')));
			}
		}

		return sizes;
	}

	/** Names of the folders that are next below the prefix. */
	async folders(): Promise<readonly string[]> {
		const names: string[] = [];
		for await (const page of this.#pages('', {delimiter: '/'})) {
			for (const [, entry = ''] of page.matchAll(/<CommonPrefixes>(.*?)<\/CommonPrefixes>/gs)) {
				names.push(this.#named(textIn(entry, 'Prefix'), page).replace(/\/$/, ''));
			}
		}

		return names;
	}

	/** As it was said when it was sent; null where it is not there, or nothing was said. */
	async sha256Of(name: string): Promise<string | null> {
		try {
			return (await this.#ask('HEAD', name)).headers.get(sha256Header);
		} catch (error) {
			if (error instanceof BucketError && error.status === 404) return null;
			throw error;
		}
	}

	/** It appears there whole. */
	async put(name: string, body: Blob | string, sha256: string): Promise<void> {
		if (typeof body !== 'string' && body.size > pieceBytes) {
			await this.#putInParts(name, body, sha256);
		} else {
			await (await this.#ask('PUT', name, {body, sha256, headers: {[sha256Header]: sha256}})).arrayBuffer();
		}
	}

	/** Null where it is not there. */
	async text(name: string): Promise<string | null> {
		try {
			return await (await this.#ask('GET', name)).text();
		} catch (error) {
			if (error instanceof BucketError && error.code === 'NoSuchKey') return null;
			throw error;
		}
	}

	/** A piece of a file from this byte on; empty where that is its end. */
	async piece(name: string, from: number): Promise<Blob> {
		try {
			return await (await this.#ask('GET', name, {headers: {range: `bytes=${from}-${from + pieceBytes - 1}`}})).blob();
		} catch (error) {
			if (error instanceof BucketError && error.status === 416) return new Blob([]);
			throw error;
		}
	}

	async #putInParts(name: string, body: Blob, sha256: string): Promise<void> {
		const begun = await this.#ask('POST', name, {query: {uploads: ''}, headers: {[sha256Header]: sha256}});
		const uploadId = textIn(await begun.text(), 'UploadId');
		try {
			const partBytes = Math.max(pieceBytes, Math.ceil(body.size / mostParts));
			const tags: string[] = [];
			for (let from = 0; from < body.size; from += partBytes) {
				const part = body.slice(from, Math.min(body.size, from + partBytes));
				const query = {partNumber: String(tags.length + 1), uploadId};
				const sent = await this.#ask('PUT', name, {query, body: part, sha256: await sha256OfBlob(part)});
				await sent.arrayBuffer();
				tags.push(sent.headers.get('etag') ?? '');
			}

			const parts = tags.map((tag, index) => `<Part><PartNumber>${index + 1}</PartNumber><ETag>${tag}</ETag></Part>`);
			const order = `<CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${parts.join('')}</CompleteMultipartUpload>`;
			const done = await this.#ask('POST', name, {query: {uploadId}, body: order, sha256: sha256OfText(order)});
			// It answers before it has put the parts together, and says afterwards whether that went well.
			const answer = await done.text();
			if (answer.includes('<Error>')) throw refusal(500, answer, done.headers);
		} catch (error) {
			// Parts that nobody sees cost their owner money. Also where the person has stopped the tool.
			await this.#ask('DELETE', name, {query: {uploadId}}, AbortSignal.timeout(abortWithinMs)).catch(() => {});
			throw error;
		}
	}

	async *#pages(folder: string, query: Readonly<Record<string, string>>): AsyncGenerator<string, void> {
		let token = '';
		do {
			const response = await this.#ask('GET', null, {
				query: {
					'list-type': '2',
					'encoding-type': 'url',
					prefix: `${this.#place.prefix}${folder}`,
					...query,
					...(token === '' ? {} : {'continuation-token': token}),
				},
			});
			const page = await response.text();
			yield page;
			token = textIn(page, 'IsTruncated') === 'true' ? textIn(page, 'NextContinuationToken') : '';
		} while (token !== '');
	}

	/** Without the prefix. Not every store encodes names as it was asked to, and those that do say so. */
	#named(listed: string, page: string): string {
		const name = textIn(page, 'EncodingType') === 'url' ? decodeURIComponent(listed.replaceAll('+', ' ')) : listed;
		return name.slice(this.#place.prefix.length);
	}

	async #ask(method: string, name: string | null, {query = {}, headers = {}, body, sha256 = noBytes}: Asked = {}, signal = this.#signal) {
		const {url, prefix, region, accessKeyId, secretAccessKey, sessionToken} = this.#place;
		const place = new URL(name === null ? url : `${url}/${`${prefix}${name}`.split('/').map(encodeURIComponent).join('/')}`);
		for (const [key, value] of Object.entries(query)) place.searchParams.set(key, value);
		const signed = await new AwsV4Signer({
			method,
			url: place.href,
			headers: {...headers, 'x-amz-content-sha256': sha256},
			service: 's3',
			region,
			accessKeyId,
			secretAccessKey,
			...(sessionToken === null ? {} : {sessionToken}),
		}).sign();
		const response = await fetch(signed.url, {
			method,
			headers: signed.headers,
			redirect: 'manual',
			signal: AbortSignal.any([signal, AbortSignal.timeout(requestWithinMs)]),
			...(body === undefined ? {} : {body}),
		});
		if (!response.ok) throw refusal(response.status, await response.text(), response.headers);
		return response;
	}
}

const sha256Header = 'x-amz-meta-sha256';

function refusal(status: number, text: string, headers: Headers): BucketError {
	const [code, message] = [textIn(text, 'Code'), textIn(text, 'Message')];
	const told = message === '' ? text.replaceAll(/\s+/g, ' ').slice(0, 200) : message;
	const advice = adviceFor(code, text, headers);
	return new BucketError(status, code, [code, told, advice].filter((part) => part !== '').join(': ') || `status ${status}`);
}

function adviceFor(code: string, text: string, headers: Headers): string {
	const region = textIn(text, 'Region') || (headers.get('x-amz-bucket-region') ?? '');
	if (['AuthorizationHeaderMalformed', 'PermanentRedirect', 'IllegalLocationConstraintException'].includes(code) && region !== '') {
		return `set AWS_REGION=${region}`;
	}

	switch (code) {
		case 'InvalidAccessKeyId': {
			return 'AWS_ACCESS_KEY_ID is not known there';
		}

		case 'SignatureDoesNotMatch': {
			return 'AWS_SECRET_ACCESS_KEY is not that of AWS_ACCESS_KEY_ID';
		}

		case 'ExpiredToken':
		case 'InvalidToken': {
			return 'AWS_SESSION_TOKEN and its keys are too old: fetch new ones';
		}

		case 'RequestTimeTooSkewed': {
			const differenceMs = Date.now() - Date.parse(headers.get('date') ?? '');
			if (Number.isNaN(differenceMs)) return "this machine's clock is not the store's: set it";
			return `this machine's clock is ${Math.round(Math.abs(differenceMs) / 1000)} s ${differenceMs < 0 ? 'behind' : 'ahead of'} the store's: set it`;
		}

		default: {
			return '';
		}
	}
}

/** What stands in the first element of this name. */
function textIn(xml: string, element: string): string {
	const [, text = ''] = new RegExp(`<${element}>([^<]*)</${element}>`).exec(xml) ?? [];
	return text.replaceAll(/&(lt|gt|quot|apos|amp|#\d+|#x[\da-f]+);/gi, (whole, entity: string) => {
		if (entity.startsWith('#')) return String.fromCodePoint(Number(entity.replace('#', '').replace(/^x/i, '0x')));
		return {lt: '<', gt: '>', quot: '"', apos: "'", amp: '&'}[entity.toLowerCase()] ?? whole;
	});
}

async function sha256OfBlob(blob: Blob): Promise<string> {
	const hash = createHash('sha256');
	for await (const piece of blob.stream()) hash.update(piece);
	return hash.digest('hex');
}
