// One request before the load, from where the load will come: whether the target is reached from there, and whether it is the same one.
import {request as requestPlain, type ClientRequest} from 'node:http';
import {request as requestSecure} from 'node:https';
import type {LoadOrder} from './load.ts';

export type ReachOrder = Pick<LoadOrder, 'host' | 'port' | 'hostField'> & {readonly load: Pick<LoadOrder['load'], 'path' | 'tls'>};

/** What came: an answer, or why there was none. */
export type Reached = {readonly status: number; readonly server: string} | {readonly failed: string};

const answerWithinMs = 5000;

export async function reachTarget({host, port, hostField, load: {path, tls}}: ReachOrder): Promise<Reached> {
	const options = {
		host,
		port,
		path,
		agent: false,
		headers: {connection: 'close', ...(hostField === undefined ? {} : {host: hostField})},
	};
	const made: ClientRequest =
		tls === null
			? requestPlain(options)
			: requestSecure({
					...options,
					servername: tls.serverName,
					rejectUnauthorized: tls.ca !== null,
					...(tls.ca === null ? {} : {ca: tls.ca}),
				});
	const reached = Promise.withResolvers<Reached>();
	made.on('response', (response) => {
		reached.resolve({status: response.statusCode ?? 0, server: response.headers['server']?.toString() ?? ''});
	});
	made.on('error', (error: NodeJS.ErrnoException) => reached.resolve({failed: error.code ?? error.message}));
	const timer = setTimeout(() => reached.resolve({failed: `no answer within ${answerWithinMs} ms`}), answerWithinMs);
	made.end();
	try {
		return await reached.promise;
	} finally {
		clearTimeout(timer);
		made.destroy();
	}
}
