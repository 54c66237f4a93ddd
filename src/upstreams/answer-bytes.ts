// An answer as the bytes that go over the wire: whole, or broken off in the middle of its body.
import {headText} from './answer.ts';
import type {Answer} from './answer.ts';
import {firstHalf} from './service.ts';

export function wholeBytes(answer: Answer): Buffer {
	const head = Buffer.from(headText(answer), 'latin1');
	return Buffer.concat(isChunked(answer) ? [head, chunkOf(answer.body), lastChunk] : [head, answer.body]);
}

export function isChunked({headers}: Answer): boolean {
	return headers.includes('Transfer-Encoding');
}

export const lastChunk = Buffer.from('0\r\n\r\n');

export function chunkOf(bytes: Buffer): Buffer {
	return Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]);
}

/** Head and half of the body; with `chunked` the half is one whole chunk, and the last chunk is missing. */
export function cutBytes(answer: Answer, framing: 'length' | 'chunked'): Buffer {
	const half = firstHalf(answer.body);
	const pieces: Buffer[] = [Buffer.from(headText(answer), 'latin1')];
	pieces.push(...(framing === 'chunked' ? [chunkOf(half)] : [half]));
	return Buffer.concat(pieces);
}
