// The bytes of one request, and which requests are POSTs or go over a fresh connection: decided by number and seed alone, so that the
// same order gives the same requests.
import {keyHeader, requestIdHeader} from '../upstreams/upstream.ts';
import {randomAt} from './random.ts';
import type {OpenLoopOrder} from './load.ts';

export interface RequestMaker {
	isPost(id: number): boolean;
	/** The request goes over a connection of its own, which is closed afterwards. */
	isFresh(id: number): boolean;
	/** `keyId` is the id of the first try: all tries of one POST carry the same key. */
	text(id: number, keyId: number, options: {readonly post: boolean; readonly fresh: boolean}): string;
}

export function makeRequests(order: OpenLoopOrder): RequestMaker {
	const {load, seed} = order;
	const freshShare = load.connections === 'fresh' ? 1 : load.connections === 'reuse' ? 0 : load.connections;
	const separator = load.path.includes('?') ? '&' : '?';
	const common = ` HTTP/1.1\r\nhost: ${hostField(order)}\r\nuser-agent: gatequake\r\naccept: */*\r\n${requestIdHeader}: `;
	const body = 'x'.repeat(load.bodyBytes);
	return {
		// Spread evenly: with a share of 1/5 every fifth one.
		isPost: (id) => Math.floor(id * load.postShare) !== Math.floor((id - 1) * load.postShare),
		isFresh: (id) => freshShare > 0 && randomAt(seed, id) < freshShare,
		text(id, keyId, {post, fresh}) {
			const connection = fresh ? '\r\nconnection: close' : '';
			if (!post) return `GET ${load.path}${separator}gq=${id}${common}${id}${connection}\r\n\r\n`;
			const fields = `\r\n${keyHeader}: k${keyId}\r\ncontent-type: text/plain\r\ncontent-length: ${load.bodyBytes}`;
			return `POST ${load.path}${separator}gq=${id}${common}${id}${fields}${connection}\r\n\r\n${body}`;
		},
	};
}

function hostField(order: OpenLoopOrder): string {
	const name = order.extras?.tls?.serverName ?? order.host;
	const host = name.includes(':') ? `[${name}]` : name;
	const usual = order.extras?.tls === undefined ? 80 : 443;
	return order.port === usual ? host : `${host}:${order.port}`;
}
