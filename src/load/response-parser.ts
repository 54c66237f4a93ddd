// A strict parser for one HTTP/1.1 answer at a time (RFC 9112). Strict, because a lenient one would call a broken answer a good one.
// It keeps nothing of the body but its length and CRC-32, and of the header only what the load generator judges by.
import {crc32} from 'node:zlib';
import {AnswerHead, MalformedAnswer} from './answer-head.ts';

/**
 * - `head`: the header section is not complete yet. - `body`: it is, the body is not.
 * - `done`: the answer is whole. - `malformed`: it is not HTTP; `problem` says why.
 */
export type ParserState = 'head' | 'body' | 'done' | 'malformed';

export class ResponseParser {
	state: ParserState = 'head';
	problem = '';
	/** Any byte of an answer has come. */
	started = false;
	/** Header of the final answer; null before it is complete. */
	head: AnswerHead | null = null;
	bodyBytes = 0;
	bodyCrc32 = 0;
	/** Bytes that came after the end of the answer. The connection is of no more use then. */
	extraBytes = 0;

	#isHead = false;
	#pending: Buffer | null = null;
	#framing: 'none' | 'length' | 'chunked' | 'until-close' = 'none';
	/** Bytes still to come of the body or of the present chunk. */
	#left = 0;
	#chunkPart: 'size' | 'data' | 'data-end' | 'trailer' = 'size';

	/** Makes ready for the next answer on the connection. */
	reset(method: string): void {
		this.state = 'head';
		this.problem = '';
		this.started = false;
		this.head = null;
		this.bodyBytes = 0;
		this.bodyCrc32 = 0;
		this.extraBytes = 0;
		this.#isHead = method === 'HEAD';
		this.#pending = null;
		this.#framing = 'none';
		this.#left = 0;
		this.#chunkPart = 'size';
	}

	/** The body ends where the connection is closed: a FIN then makes the answer whole. */
	get endsWithConnection(): boolean {
		return this.state === 'body' && this.#framing === 'until-close';
	}

	/** Takes the next bytes. They are not kept: the caller may use the memory again. */
	push(chunk: Buffer): ParserState {
		this.started = true;
		try {
			this.#consume(chunk);
		} catch (error) {
			if (!(error instanceof MalformedAnswer)) throw error;
			this.state = 'malformed';
			this.problem = error.message;
		}
		return this.state;
	}

	#consume(chunk: Buffer): void {
		let rest: Buffer = chunk;
		while (rest.byteLength > 0) {
			if (this.state === 'head') rest = this.#takeHead(rest);
			else if (this.state === 'body') rest = this.#takeBody(rest);
			else {
				this.extraBytes += rest.byteLength;
				return;
			}
		}
	}

	#takeHead(bytes: Buffer): Buffer {
		const all = this.#withPending(bytes);
		const end = all.indexOf('\r\n\r\n');
		if (end < 0) {
			checkUnfinishedHead(all);
			this.#pending = Buffer.from(all);
			return empty;
		}
		if (end + 4 > maxHeadBytes) throw new MalformedAnswer(`the header section is longer than ${maxHeadBytes} bytes`);
		const head = new AnswerHead(all.toString('latin1', 0, end));
		const rest = all.subarray(end + 4);
		if (head.status === 101) throw new MalformedAnswer('status 101 without a request to upgrade');
		// 1xx is only the announcement of the answer.
		if (head.status >= 200) this.#startBody(head);
		return rest;
	}

	#startBody(head: AnswerHead): void {
		this.head = head;
		this.state = 'body';
		if (this.#isHead || head.status === 204 || head.status === 304) this.state = 'done';
		else if (head.chunked) this.#framing = 'chunked';
		else if (head.contentLength === null) this.#framing = 'until-close';
		else {
			this.#framing = 'length';
			this.#left = head.contentLength;
			if (this.#left === 0) this.state = 'done';
		}
	}

	#takeBody(bytes: Buffer): Buffer {
		if (this.#framing === 'chunked') return this.#takeChunked(bytes);
		if (this.#framing === 'until-close') this.#left = bytes.byteLength;
		const rest = this.#takeData(bytes);
		if (this.#framing === 'length' && this.#left === 0) this.state = 'done';
		return rest;
	}

	#takeData(bytes: Buffer): Buffer {
		const data = bytes.byteLength <= this.#left ? bytes : bytes.subarray(0, this.#left);
		this.#left -= data.byteLength;
		this.bodyBytes += data.byteLength;
		this.bodyCrc32 = crc32(data, this.bodyCrc32);
		return bytes.subarray(data.byteLength);
	}

	#takeChunked(bytes: Buffer): Buffer {
		if (this.#chunkPart === 'data') {
			const rest = this.#takeData(bytes);
			if (this.#left === 0) this.#chunkPart = 'data-end';
			return rest;
		}
		const all = this.#withPending(bytes);
		const end = all.indexOf('\r\n');
		if (end < 0) {
			if (all.byteLength > maxLineBytes) throw new MalformedAnswer(`a line of the chunked body is longer than ${maxLineBytes} bytes`);
			if (this.#chunkPart === 'data-end' && all[0] !== carriageReturn) throw new MalformedAnswer('a chunk is longer than it says');
			this.#pending = Buffer.from(all);
			return empty;
		}
		this.#takeLine(all.toString('latin1', 0, end));
		return all.subarray(end + 2);
	}

	#takeLine(line: string): void {
		if (this.#chunkPart === 'data-end') {
			if (line !== '') throw new MalformedAnswer('a chunk is longer than it says');
			this.#chunkPart = 'size';
		} else if (this.#chunkPart === 'size') {
			const size = /^([0-9A-Fa-f]{1,12})[ \t]*(?:;.*)?$/.exec(line)?.[1];
			if (size === undefined) throw new MalformedAnswer(`expected the size of a chunk, got ${JSON.stringify(line.slice(0, 60))}`);
			this.#left = Number.parseInt(size, 16);
			this.#chunkPart = this.#left === 0 ? 'trailer' : 'data';
		} else if (line === '') this.state = 'done';
	}

	#withPending(bytes: Buffer): Buffer {
		const all = this.#pending === null ? bytes : Buffer.concat([this.#pending, bytes]);
		this.#pending = null;
		return all;
	}
}

const empty: Buffer = Buffer.alloc(0);
const carriageReturn = 13;
const maxHeadBytes = 1024 * 1024;
const maxLineBytes = 64 * 1024;

/** Finds out early that a server does not speak HTTP, instead of waiting for a blank line that never comes. */
function checkUnfinishedHead(bytes: Buffer): void {
	const start = bytes.toString('latin1', 0, 5);
	if (!'HTTP/'.startsWith(start))
		throw new MalformedAnswer(`expected a status line, got ${JSON.stringify(bytes.toString('latin1', 0, 60))}`);
	if (bytes.byteLength > maxHeadBytes) throw new MalformedAnswer(`the header section is longer than ${maxHeadBytes} bytes`);
}
