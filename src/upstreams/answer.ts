// What both apps answer: a body that follows from the request id alone, its length and checksum in headers, and a header section of a known size.
import {crc32} from 'node:zlib';
import {eventBytes} from './route.ts';
import {appHeader, checksumHeader, lengthHeader} from './upstream.ts';

export interface AnswerOptions {
	readonly app: string;
	/** Null for a request without id. */
	readonly requestId: number | null;
	/** Value of the Date header. */
	readonly date: string;
	readonly keepAlive: boolean;
	/** Default 200. */
	readonly status?: number;
	/** Pads the header section to exactly this many bytes, status line and blank line included. Not possible below its natural size: then unpadded. */
	readonly headerBytes?: number;
	/** Length of the body. Default: from 200 to 399, different from id to id. */
	readonly bodyBytes?: number;
	/** The body is server-sent events. */
	readonly isEvents?: boolean;
	/** Default `length`. */
	readonly framing?: 'length' | 'chunked';
}

export interface Answer {
	readonly status: number;
	readonly reason: string;
	/** Names and values in turn, as they go over the wire. */
	readonly headers: readonly string[];
	/** Header section as sent, in bytes. */
	readonly headerBytes: number;
	readonly keepAlive: boolean;
	readonly body: Buffer;
}

export function makeAnswer(options: AnswerOptions): Answer {
	const status = options.status ?? 200;
	const reason = reasons[status] ?? 'Status';
	const body = hasBody(status) ? answerBody(options) : Buffer.alloc(0);
	const headers = [
		'Date',
		options.date,
		'Content-Type',
		options.isEvents === true ? 'text/event-stream' : 'text/plain',
		appHeader,
		options.app,
		lengthHeader,
		String(body.length),
		checksumHeader,
		crc32(body).toString(16).padStart(8, '0'),
		'Connection',
		options.keepAlive ? 'keep-alive' : 'close',
	];
	if (hasBody(status)) {
		headers.push(...(options.framing === 'chunked' ? ['Transfer-Encoding', 'chunked'] : ['Content-Length', String(body.length)]));
	}

	const answer = {status, reason, headers, keepAlive: options.keepAlive, body};
	const padding = (options.headerBytes ?? 0) - headText(answer).length - paddingOverheadBytes;
	if (padding >= 0) {
		headers.push(paddingHeader, 'p'.repeat(padding));
	}

	return {...answer, headerBytes: headText(answer).length};
}

/** The header section, ASCII. */
export function headText(answer: Pick<Answer, 'status' | 'reason' | 'headers'>): string {
	let text = `HTTP/1.1 ${answer.status} ${answer.reason}\r\n`;
	for (let index = 0; index < answer.headers.length; index += 2) {
		text += `${answer.headers[index]}: ${answer.headers[index + 1]}\r\n`;
	}

	return `${text}\r\n`;
}

/** It follows from the request's id, so that the answer to another one is not taken for it. */
export function answerBody({requestId, bodyBytes, isEvents}: Pick<AnswerOptions, 'requestId' | 'bodyBytes' | 'isEvents'>): Buffer {
	const id = requestId ?? -1;
	const filler = isEvents === true ? `data: ${String(id).padEnd(eventBytes - 8, '.')}\n\n` : `request ${id} answered. `;
	return Buffer.alloc(bodyBytes ?? 200 + ((Math.abs(id) * 37) % 200), filler);
}

const paddingHeader = 'x-gatequake-padding';
const paddingOverheadBytes = `${paddingHeader}: \r\n`.length;

function hasBody(status: number): boolean {
	return status >= 200 && status !== 204 && status !== 304;
}

const reasons: Readonly<Record<number, string>> = {
	200: 'OK',
	201: 'Created',
	204: 'No Content',
	304: 'Not Modified',
	400: 'Bad Request',
	403: 'Forbidden',
	404: 'Not Found',
	405: 'Method Not Allowed',
	411: 'Length Required',
	421: 'Misdirected Request',
	429: 'Too Many Requests',
	431: 'Request Header Fields Too Large',
	500: 'Internal Server Error',
	501: 'Not Implemented',
	502: 'Bad Gateway',
	503: 'Service Unavailable',
	504: 'Gateway Timeout',
};
