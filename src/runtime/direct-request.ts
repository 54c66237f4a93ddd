// One GET in the protocol that an app speaks, as bytes, and what its answer says. FastCGI: https://fastcgi-archives.github.io, sections 3 to 6;
// uwsgi: https://uwsgi-docs.readthedocs.io/en/latest/Protocol.html.
import {Buffer} from 'node:buffer';
import type {UpstreamTarget} from './upstream-target.ts';

export function directRequest(target: UpstreamTarget, path: string): Buffer {
	const authority = target.host === null ? 'localhost' : `${target.host}:${target.port}`;
	if (target.protocol === 'http') {
		return Buffer.from(`GET ${path} HTTP/1.1\r\nHost: ${authority}\r\nUser-Agent: gatequake\r\nAccept: */*\r\nConnection: close\r\n\r\n`);
	}

	const variables = cgiVariables(target, path, authority);
	return target.protocol === 'fastcgi' ? fastcgiRequest(variables) : uwsgiRequest(variables);
}

export interface DirectAnswer {
	readonly status: number | null;
	/** Why there is none: `CLOSED`, `NO_HTTP`, `NO_FASTCGI`, `OVERLOADED`; null where there is one. */
	readonly error: string | null;
}

/** `bytes`: all that came. */
export function readDirectAnswer(protocol: UpstreamTarget['protocol'], bytes: Buffer): DirectAnswer {
	if (bytes.length === 0) return {status: null, error: 'CLOSED'};
	if (protocol === 'fastcgi') return readFastcgi(bytes);
	const status = /^HTTP\/1\.\d (\d{3})\b/.exec(bytes.toString('latin1', 0, 64))?.[1];
	return status === undefined ? {status: null, error: 'NO_HTTP'} : {status: Number(status), error: null};
}

function cgiVariables({script}: UpstreamTarget, uri: string, authority: string): readonly (readonly [string, string])[] {
	const [path = '/', query = ''] = uri.split('?', 2);
	return [
		['REQUEST_METHOD', 'GET'],
		['REQUEST_URI', uri],
		['QUERY_STRING', query],
		['SCRIPT_NAME', path],
		['SCRIPT_FILENAME', script ?? path],
		['PATH_INFO', path],
		['SERVER_PROTOCOL', 'HTTP/1.1'],
		['GATEWAY_INTERFACE', 'CGI/1.1'],
		['SERVER_NAME', authority.replace(/:\d+$/, '')],
		['SERVER_PORT', '80'],
		['REMOTE_ADDR', '127.0.0.1'],
		['HTTP_HOST', authority],
		['HTTP_USER_AGENT', 'gatequake'],
		['CONTENT_LENGTH', ''],
	];
}

const record = {beginRequest: 1, endRequest: 3, params: 4, stdin: 5, stdout: 6} as const;

function fastcgiRequest(variables: readonly (readonly [string, string])[]): Buffer {
	const pairs = variables.flatMap(([name, value]) => [fastcgiLength(name), fastcgiLength(value), Buffer.from(name), Buffer.from(value)]);
	return Buffer.concat([
		// A responder, and no connection that is kept.
		fastcgiRecord(record.beginRequest, Buffer.from([0, 1, 0, 0, 0, 0, 0, 0])),
		fastcgiRecord(record.params, Buffer.concat(pairs)),
		fastcgiRecord(record.params, Buffer.alloc(0)),
		fastcgiRecord(record.stdin, Buffer.alloc(0)),
	]);
}

function fastcgiRecord(type: number, content: Buffer): Buffer {
	const head = Buffer.from([1, type, 0, 1, 0, 0, 0, 0]);
	head.writeUInt16BE(content.length, 4);
	return Buffer.concat([head, content]);
}

function fastcgiLength(text: string): Buffer {
	const length = Buffer.byteLength(text);
	if (length < 128) return Buffer.from([length]);
	const long = Buffer.alloc(4);
	long.writeUInt32BE((length | 0x80_00_00_00) >>> 0);
	return long;
}

function readFastcgi(bytes: Buffer): DirectAnswer {
	const output: Buffer[] = [];
	let end: number | null = null;
	for (let at = 0; at + 8 <= bytes.length;) {
		if (bytes[at] !== 1) return {status: null, error: 'NO_FASTCGI'};
		const length = bytes.readUInt16BE(at + 4);
		const content = bytes.subarray(at + 8, at + 8 + length);
		if (bytes[at + 1] === record.stdout) output.push(content);
		if (bytes[at + 1] === record.endRequest) end = content[4] ?? 0;
		at += 8 + length + (bytes[at + 6] ?? 0);
	}

	const [head = '', ...rest] = Buffer.concat(output)
		.toString('latin1')
		.split(/\r?\n\r?\n/, 2);
	if (rest.length > 0) return {status: Number(/^Status: *(\d{3})/im.exec(head)?.[1] ?? 200), error: null};
	// 1: no second request on this connection; 2: too busy; 3: no responder.
	return {status: null, error: end === 2 || end === 1 ? 'OVERLOADED' : bytes.length < 8 || head !== '' ? 'NO_FASTCGI' : 'CLOSED'};
}

/** One packet: modifiers of zero, and the variables, each text behind its length. */
function uwsgiRequest(variables: readonly (readonly [string, string])[]): Buffer {
	const texts = variables.flat().flatMap((text) => {
		const length = Buffer.alloc(2);
		length.writeUInt16LE(Buffer.byteLength(text));
		return [length, Buffer.from(text)];
	});
	const body = Buffer.concat(texts);
	const head = Buffer.alloc(4);
	head.writeUInt16LE(body.length, 1);
	return Buffer.concat([head, body]);
}
