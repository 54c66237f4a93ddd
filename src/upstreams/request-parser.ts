// Cuts the bytes of one connection into HTTP/1.1 requests: request line, headers, and a body of stated length, which is counted and thrown away.

export interface ParsedRequest {
	readonly method: string;
	readonly target: string;
	/** Names in lower case; the last of equal names. */
	readonly headers: ReadonlyMap<string, string>;
	readonly wantsKeepAlive: boolean;
	readonly bodyBytes: number;
}

/** A request that this server does not understand; the connection is of no more use. */
export interface BadRequest {
	readonly badStatus: 400 | 411 | 431;
}

const largestHeadBytes = 64 * 1024;
const headSeparator = '\r\n\r\n';
const space = 0x20;

export class RequestParser {
	#buffer: Buffer = Buffer.alloc(0);

	push(chunk: Buffer): void {
		this.#buffer = this.#buffer.length === 0 ? chunk : Buffer.concat([this.#buffer, chunk]);
	}

	/** The head of the next request as soon as it is there: its body may still be under way. */
	head(): ParsedRequest | BadRequest | null {
		const headEnd = this.#buffer.indexOf(headSeparator);
		if (headEnd === -1) {
			if (this.#buffer.length > largestHeadBytes) {
				return {badStatus: 431};
			}

			// No method begins so: it is another protocol, and may never send what ends a head.
			return (this.#buffer[0] ?? space) < space ? {badStatus: 400} : null;
		}

		return parseHead(this.#buffer.toString('latin1', 0, headEnd));
	}

	/** The next whole request; null while bytes are missing. */
	next(): ParsedRequest | BadRequest | null {
		const request = this.head();
		if (request === null || 'badStatus' in request) {
			return request;
		}

		const end = this.#buffer.indexOf(headSeparator) + headSeparator.length + request.bodyBytes;
		if (this.#buffer.length < end) {
			return null;
		}

		this.#buffer = this.#buffer.subarray(end);
		return request;
	}
}

function parseHead(head: string): ParsedRequest | BadRequest {
	const [requestLine = '', ...headerLines] = head.split('\r\n');
	const [, method, target, minor] = /^([A-Z]+) (\S+) HTTP\/1\.([01])$/.exec(requestLine) ?? [];
	if (method === undefined || target === undefined) {
		return {badStatus: 400};
	}

	const headers = new Map<string, string>();
	for (const line of headerLines) {
		const colon = line.indexOf(':');
		if (colon < 1) {
			return {badStatus: 400};
		}

		headers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
	}

	if (headers.has('transfer-encoding')) {
		return {badStatus: 411};
	}

	const bodyBytes = Number(headers.get('content-length') ?? 0);
	if (!Number.isSafeInteger(bodyBytes) || bodyBytes < 0) {
		return {badStatus: 400};
	}

	const connection = headers.get('connection')?.toLowerCase() ?? '';
	const wantsKeepAlive = minor === '1' ? connection !== 'close' : connection === 'keep-alive';
	return {method, target, headers, wantsKeepAlive, bodyBytes};
}
