// A whole answer with one thing wrong on the wire, as no HTTP library would send it.
import {headText} from './answer.ts';
import {firstHalf} from './service.ts';
import type {Answer} from './answer.ts';
import type {Wrong} from './upstream.ts';

/** What is sent at once, and what follows when the gateway has read that. */
export interface MalformedBytes {
	readonly first: Buffer;
	readonly last: Buffer;
}

export function malformedBytes(answer: Answer, wrong: Wrong): MalformedBytes {
	const first = spoilers[wrong](headText(answer), answer.body);
	// Where it came together with the head, a gateway might find it before it has passed the head on.
	return {first, last: Buffer.from(wrong === 'chunk-size' ? 'not a size\r\n' : '')};
}

const spoilers: Readonly<Record<Wrong, (head: string, body: Buffer) => Buffer>> = {
	'status-line': (head, body) => bytesOf(head.replace(/^\S+ \d+/, 'HTTP/1.1 abc'), body),
	'header-without-colon': (head, body) => bytesOf(withLine(head, 'this line has no colon'), body),
	'header-with-nul': (head, body) => bytesOf(withLine(head, 'x-gatequake-nul: before\0after'), body),
	'two-lengths': (head, body) => bytesOf(withLine(head, `Content-Length: ${body.length + 1}`), body),
	'length-and-chunked': (head, body) => bytesOf(withLine(head, 'Transfer-Encoding: chunked'), chunk(body), Buffer.from('0\r\n\r\n')),
	'chunk-size': (head, body) => bytesOf(head.replace(/^content-length: .*$/im, 'Transfer-Encoding: chunked'), chunk(firstHalf(body))),
	'not-http': () => Buffer.from('SSH-2.0-Gatequake\r\n'),
};

function bytesOf(head: string, ...pieces: readonly Buffer[]): Buffer {
	return Buffer.concat([Buffer.from(head, 'latin1'), ...pieces]);
}

/** Before the blank line at the end. */
function withLine(head: string, line: string): string {
	return `${head.slice(0, -2)}${line}\r\n\r\n`;
}

function chunk(bytes: Buffer): Buffer {
	return Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]);
}
