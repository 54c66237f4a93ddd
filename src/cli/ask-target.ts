// One GET to a URL, for its answer alone. Traffic goes to this machine and to private addresses only, unless the host was allowed by name:
// the address is looked up once, checked, and then used, so that the name cannot lead elsewhere in between.
import {lookup} from 'node:dns/promises';
import http from 'node:http';
import https from 'node:https';
import {isIP} from 'node:net';
import {performance} from 'node:perf_hooks';
import {GatequakeError} from '../error.ts';
import type {SeenResponse} from '../diagnosis/response-diagnosis.ts';
import {addressKind} from '../load/address-kind.ts';

export interface TargetOrder {
	readonly url: URL;
	/** Hosts that may be asked although their addresses are public. */
	readonly allowed: readonly string[];
	readonly timeoutMs: number;
	readonly signal: AbortSignal;
}

/** Why no answer came: an error's code, such as `ECONNREFUSED`, or `TIMEOUT`. */
export interface NoAnswer {
	readonly code: string;
	readonly tookMs: number;
}

const mostBytes = 64 * 1024;

/** @throws GatequakeError `TARGET_NOT_ALLOWED` where the address is public and its host was not allowed. */
export async function askTarget({url, allowed, timeoutMs, signal}: TargetOrder): Promise<SeenResponse | NoAnswer> {
	const host = url.hostname.replace(/^\[|\]$/g, '');
	const address = await addressOf(host);
	if (!allowed.includes(host) && !isPrivate(address)) {
		throw new GatequakeError(`expected a target on this machine or in a private network, and ${host} is ${address}`, {
			code: 'TARGET_NOT_ALLOWED',
			exitCode: 2,
			hint: `if that host is yours to ask: --allow-target ${host}`,
		});
	}

	const startMs = performance.now();
	const deadline = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
	const {promise, resolve, reject} = Promise.withResolvers<SeenResponse | NoAnswer>();
	const family = isIP(address);
	const request = (url.protocol === 'https:' ? https : http).get(
		url,
		{
			signal: deadline,
			// A connection of its own: one that was kept may be closing.
			agent: false,
			headers: {'user-agent': 'gatequake', accept: '*/*', connection: 'close'},
			// The certificate is not what is asked about here.
			rejectUnauthorized: false,
			lookup: (_name, options, found) => {
				if (options.all === true) found(null, [{address, family}]);
				else found(null, address, family);
			},
		},
		(response) => {
			const pieces: Buffer[] = [];
			let bytes = 0;
			const finish = () => {
				resolve({
					status: response.statusCode ?? 0,
					headers: new Map(Object.entries(response.headers).map(([name, value]) => [name, String(value)])),
					body: Buffer.concat(pieces).toString('utf8'),
					tookMs: performance.now() - startMs,
				});
				request.destroy();
			};
			response.on('data', (piece: Buffer) => {
				pieces.push(piece);
				bytes += piece.length;
				if (bytes > mostBytes) finish();
			});
			// A body that was cut says what it has.
			response.on('end', finish).on('error', finish);
		},
	);
	request.on('error', (error: NodeJS.ErrnoException) => {
		if (signal.aborted) reject(error);
		else resolve({code: deadline.aborted ? 'TIMEOUT' : (error.code ?? error.message), tookMs: performance.now() - startMs});
	});
	return await promise;
}

async function addressOf(host: string): Promise<string> {
	try {
		return (await lookup(host)).address;
	} catch (error) {
		throw new GatequakeError(`expected an address for ${host}, and it cannot be looked up`, {
			code: 'NO_ADDRESS',
			exitCode: 2,
			cause: error,
			hint: `getent hosts ${host}`,
		});
	}
}

export function isPrivate(address: string): boolean {
	return ['loopback', 'private'].includes(addressKind(address));
}
