// Takes reports of shards over HTTP, from whoever knows the token. Plain HTTP: within a private network, or behind a proxy that speaks TLS.
import {timingSafeEqual, createHash} from 'node:crypto';
import {once} from 'node:events';
import {createServer} from 'node:http';
import type {IncomingMessage, ServerResponse} from 'node:http';
import {GatequakeError} from '../error.ts';
import {allCame} from './all-came.ts';
import {isManifest, manifestProblem} from './manifest.ts';
import type {Manifest} from './manifest.ts';
import {Refusal, Shelf} from './shelf.ts';

export interface CollectorOptions {
	/** Where reports go. */
	readonly folder: string;
	readonly host: string;
	/** 0: one that is free. */
	readonly port: number;
	readonly token: string;
	/** See `ShelfOptions`. */
	readonly mostBytes: number | null;
	/** What came, for the person who waits. */
	readonly say: (text: string) => void;
	/** How long a request may take, from its first byte; in ms. Default: 120 000, for pieces that are tried for half of that. */
	readonly requestWithinMs?: number;
	/** How long its head may take. Default: 10 000. */
	readonly headWithinMs?: number;
}

export interface Collector extends AsyncDisposable {
	readonly url: string;
	/** Reports that have come whole, and their folders. */
	reports(): readonly {readonly manifest: Manifest; readonly folder: string}[];
	/** Each shard of the plan is there. */
	readonly allCame: Promise<void>;
}

const closeWithinMs = 1000;
/** Who comes beyond that is turned away, and tries again. */
const mostConnections = 512;
/** The largest manifest: 20 000 files with long names. */
const mostManifestBytes = 8 * 1024 * 1024;

/** @throws GatequakeError `NO_COLLECTOR` (exit code 2) where it cannot listen there. */
export async function startCollector({
	folder,
	host,
	port,
	token,
	mostBytes,
	say,
	requestWithinMs = 120_000,
	headWithinMs = 10_000,
}: CollectorOptions): Promise<Collector> {
	const shelf = new Shelf({folder, mostBytes});
	await shelf.open();
	const came = Promise.withResolvers<void>();
	const look = () => {
		if (allCame(shelf.whole)) came.resolve();
	};
	look();
	// Who sends a byte now and then holds a connection and a file no longer than that.
	const limits = {
		headersTimeout: Math.min(headWithinMs, requestWithinMs),
		requestTimeout: requestWithinMs,
		connectionsCheckingInterval: Math.min(headWithinMs, requestWithinMs) / 2,
	};
	const server = createServer(limits, (request, response) => {
		void answer(request, response, {shelf, token, say, look});
	});
	server.maxConnections = mostConnections;
	server.timeout = 60_000;
	server.listen({host, port});
	try {
		await once(server, 'listening');
	} catch (error) {
		throw new GatequakeError(`cannot listen on ${host}:${port}: ${error instanceof Error ? error.message : String(error)}`, {
			code: 'NO_COLLECTOR',
			exitCode: 2,
			hint: 'name another place with --listen HOST:PORT',
			cause: error,
		});
	}

	const address = server.address();
	const bound = typeof address === 'object' && address !== null ? address.port : port;
	return {
		url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`,
		reports: () => shelf.whole.map((manifest) => ({manifest, folder: shelf.folderOf(manifest)})),
		allCame: came.promise,
		async [Symbol.asyncDispose]() {
			const closed = once(server, 'close');
			server.close();
			server.closeIdleConnections();
			// Who is still sending has a moment to hear that.
			const timer = setTimeout(() => {
				server.closeAllConnections();
			}, closeWithinMs);
			await closed;
			clearTimeout(timer);
		},
	};
}

interface Desk {
	readonly shelf: Shelf;
	readonly token: string;
	readonly say: (text: string) => void;
	/** Called after each answer. */
	readonly look: () => void;
}

/** Never rejects: what went wrong is the answer. */
async function answer(request: IncomingMessage, response: ServerResponse, desk: Desk): Promise<void> {
	let [status, body]: readonly [number, object] = [200, {}];
	try {
		if (!knowsToken(request, desk.token)) throw new Refusal(401, 'the token is wrong: it has to be that of the collector');
		body = await carryOut(request, desk);
	} catch (error) {
		status = error instanceof Refusal ? error.status : 500;
		body = {error: error instanceof Error ? error.message : String(error)};
		if (!request.destroyed) desk.say(`refused (${status}): ${String(Reflect.get(body, 'error'))}`);
	}

	if (response.destroyed) return;
	// What was not read of the body must not be taken for another request.
	response.writeHead(status, {'content-type': 'application/json', ...(request.complete ? {} : {connection: 'close'})});
	// The last shard hears that it has come before nobody is here any more.
	response.end(JSON.stringify(body), desk.look);
}

/** `PUT /v1/reports/KEY`: a manifest. `PUT /v1/reports/KEY/files/N?from=BYTE`: bytes of a file. `POST /v1/reports/KEY/whole`: that was all. */
async function carryOut(request: IncomingMessage, {shelf, say}: Desk): Promise<object> {
	const {pathname, searchParams} = new URL(request.url ?? '/', 'http://collector');
	const [, version, place, key = '', what, index] = pathname.split('/');
	if (version !== 'v1' || place !== 'reports' || key === '') throw new Refusal(404, `there is nothing at ${pathname}`);
	if (request.method === 'PUT' && what === undefined) {
		const manifest = await readManifest(request);
		if (manifest.key !== key) throw new Refusal(400, `the manifest is of ${manifest.key}, and ${key} was asked for`);
		return await shelf.begin(manifest);
	}

	if (request.method === 'PUT' && what === 'files') {
		return {bytes: await shelf.append(key, wholeNumber(index), wholeNumber(searchParams.get('from') ?? ''), request)};
	}

	if (request.method === 'POST' && what === 'whole') {
		const isNew = !shelf.whole.some((manifest) => manifest.key === key);
		const manifest = await shelf.complete(key);
		const {shard, files} = manifest;
		const name = shard === null ? 'a whole report' : `shard ${shard.index}/${shard.of}`;
		say(isNew ? `${name} has come, ${files.length} files` : `${name} came once more, and counts once`);
		return {isNew};
	}

	throw new Refusal(405, `${request.method} ${pathname} is nothing that a collector knows`);
}

async function readManifest(request: IncomingMessage): Promise<Manifest> {
	let text = '';
	for await (const piece of request.setEncoding('utf8')) {
		text += String(piece);
		if (text.length > mostManifestBytes) throw new Refusal(413, 'the manifest is too large');
	}

	let value: unknown = null;
	try {
		value = JSON.parse(text);
	} catch {
		// Told below.
	}

	if (!isManifest(value)) throw new Refusal(400, `the manifest cannot be taken: ${manifestProblem(value)}`);
	return value;
}

function wholeNumber(text: string | undefined): number {
	if (text === undefined || !/^\d{1,15}$/.test(text)) throw new Refusal(400, `expected a whole number, and \`${text}\` came`);
	return Number(text);
}

/** Hashes are of one length, and comparing them takes the same time whatever is in them. */
function knowsToken({headers}: IncomingMessage, token: string): boolean {
	return timingSafeEqual(hashOf(headers.authorization ?? ''), hashOf(`Bearer ${token}`));
}

function hashOf(text: string): Buffer {
	return createHash('sha256').update(text).digest();
}
