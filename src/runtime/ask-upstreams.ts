// Upstreams as they are ordered to be asked, in their own protocol, and what came of it.
import {Buffer} from 'node:buffer';
import type {AskedUpstream} from './container-facts.ts';
import {directRequest, readDirectAnswer} from './direct-request.ts';
import {lookFromHere} from './look-from-here.ts';
import type {LookedTarget, OrderedTarget} from './look-from-here.ts';
import type {NamespaceFacts} from './container-facts.ts';
import type {UpstreamTarget} from './upstream-target.ts';

/** Asks from where this process is. */
export async function askUpstreams(targets: readonly UpstreamTarget[], path: string, timeoutMs: number): Promise<NamespaceFacts> {
	const {listening, asked} = await lookFromHere({targets: targets.map((target) => toOrder(target, path)), timeoutMs});
	return {listening, asked: asked.map((seen, index) => seenTarget(targets[index], seen))};
}

export function toOrder(target: UpstreamTarget, path: string): OrderedTarget {
	const {text, host, port, socket} = target;
	return {target: text, host, port, socket, request: directRequest(target, path).toString('base64')};
}

export function seenTarget(asked: UpstreamTarget | undefined, {target, addresses, answer, error, tookMs}: LookedTarget): AskedUpstream {
	const read = readDirectAnswer(asked?.protocol ?? 'http', Buffer.from(answer, 'base64'));
	// What came before a connection broke is an answer, if it has a status.
	return {target, addresses, status: read.status, error: read.status === null ? (error ?? read.error) : null, tookMs};
}
