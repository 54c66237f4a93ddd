// The bytes of one request, and which requests are POSTs or go over a fresh connection: decided by number and seed alone, so that the
// same order gives the same requests.
import {keyHeader, requestIdHeader} from '../upstreams/upstream.ts';
import {randomAt} from './random.ts';
import type {LoadOrder} from './load.ts';

export interface RequestMaker {
	isPost(id: number): boolean;
	/** The request goes over a connection of its own, which is closed afterwards. */
	isFresh(id: number): boolean;
	/** `firstId` is the id of the first try: all tries of one POST carry the same key. */
	text(id: number, firstId: number, options: {readonly post: boolean; readonly fresh: boolean}): string;
}

export function makeRequests(order: LoadOrder): RequestMaker {
	const {load, seed} = order;
	const freshShare = load.connections === 'fresh' ? 1 : load.connections === 'reuse' ? 0 : load.connections;
	const {otherPath} = load;
	const common = ` HTTP/1.1\r\nhost: ${hostField(order)}\r\nuser-agent: gatequake\r\naccept: */*\r\n${requestIdHeader}: `;
	// One character for each byte, as everything is written.
	const body = load.bodyFile === null ? 'x'.repeat(load.bodyBytes) : Buffer.from(load.bodyFile.base64, 'base64').toString('latin1');
	// Another die than that of the connections.
	const asksForOther = (id: number) => otherPath !== null && randomAt(seed + 1, id) < otherPath.share;
	return {
		isPost: postsOf(load.postShare, seed + 3),
		isFresh: (id) => freshShare > 0 && randomAt(seed, id) < freshShare,
		text(id, firstId, {post, fresh}) {
			const connection = fresh ? '\r\nconnection: close' : '';
			if (!post)
				return `GET ${targetOf(asksForOther(id) ? (otherPath?.path ?? load.path) : load.path, id)}${common}${id}${connection}\r\n\r\n`;
			const fields = `\r\n${keyHeader}: k${firstId}\r\ncontent-type: text/plain\r\ncontent-length: ${body.length}`;
			return `POST ${targetOf(load.path, id)}${common}${id}${fields}${connection}\r\n\r\n${body}`;
		},
	};
}

/**
 * Exactly the share, spread evenly: with 1/5, one of each five. Which one of them is a matter of chance: gateways deal requests out in turn, and
 * if every fifth one were a POST, one of five upstreams would get them all.
 */
function postsOf(share: number, seed: number): (id: number) => boolean {
	const rarer = Math.min(share, 1 - share);
	if (rarer === 0) return () => share === 1;
	const firstOf = (block: number) => Math.ceil(block / rarer) + 1;
	const isRarer = (id: number) => {
		const near = Math.floor((id - 1) * rarer);
		// Arithmetic of fractions may be off by one block.
		const block = id < firstOf(near) ? near - 1 : id >= firstOf(near + 1) ? near + 1 : near;
		const length = firstOf(block + 1) - firstOf(block);
		return id === firstOf(block) + Math.floor(randomAt(seed, block) * length);
	};
	return share <= 0.5 ? isRarer : (id) => !isRarer(id);
}

/** The id also stands in the query string: gateways print it in their error logs. */
function targetOf(path: string, id: number): string {
	return `${path}${path.includes('?') ? '&' : '?'}gq=${id}`;
}

function hostField({host: target, port, hostField: named, load: {tls}}: LoadOrder): string {
	if (named !== undefined) return named;
	const name = tls?.serverName ?? target;
	const host = name.includes(':') ? `[${name}]` : name;
	return port === (tls === null ? 80 : 443) ? host : `${host}:${port}`;
}
