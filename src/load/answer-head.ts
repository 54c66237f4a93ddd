// The status line and the header fields of one answer, checked by the letter of RFC 9112.
import {appHeader, checksumHeader, lengthHeader} from '../upstreams/upstream.ts';

/** The answer breaks the rules of HTTP/1.1. */
export class MalformedAnswer extends Error {}

export class AnswerHead {
	readonly status: number;
	/** Null where the answer has no content-length. */
	contentLength: number | null = null;
	chunked = false;
	/** The connection may carry another request afterwards. */
	keepAlive: boolean;
	/** Number of the app that says that it made the answer; 0 where none does, 255 where its name has no number. */
	app = 0;
	/** What the app says that it sent. */
	appLength: number | null = null;
	appCrc32: number | null = null;

	/** Takes the header section without its last blank line. */
	constructor(text: string) {
		const lineEnd = text.indexOf('\r\n');
		const statusLine = lineEnd < 0 ? text : text.slice(0, lineEnd);
		const match = /^HTTP\/1\.([01]) ([1-9][0-9]{2})(?: [\t\u0020-\u00ff]*)?$/.exec(statusLine);
		if (match === null) throw new MalformedAnswer(`expected a status line, got ${JSON.stringify(statusLine.slice(0, 60))}`);
		this.status = Number(match[2]);
		this.keepAlive = match[1] === '1';
		let at = lineEnd < 0 ? text.length : lineEnd + 2;
		while (at < text.length) {
			let end = text.indexOf('\r\n', at);
			if (end < 0) end = text.length;
			this.#takeField(text.slice(at, end));
			at = end + 2;
		}
		if (this.chunked && this.contentLength !== null) throw new MalformedAnswer('the answer has both content-length and transfer-encoding');
	}

	#takeField(line: string): void {
		const match = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+):[ \t]*([\t\u0020-\u007e\u0080-\u00ff]*)$/.exec(line);
		const [, name, value] = match ?? [];
		if (name === undefined || value === undefined) {
			throw new MalformedAnswer(`expected a header field, got ${JSON.stringify(line.slice(0, 60))}`);
		}
		this.#setField(name.toLowerCase(), value.trimEnd());
	}

	#setField(name: string, value: string): void {
		switch (name) {
			case 'content-length': {
				this.#setContentLength(value);
				break;
			}
			case 'transfer-encoding': {
				if (this.chunked || value.toLowerCase() !== 'chunked') {
					throw new MalformedAnswer(`expected the transfer coding chunked, got ${JSON.stringify(value.slice(0, 60))}`);
				}
				this.chunked = true;
				break;
			}
			case 'connection': {
				const options = value.toLowerCase();
				if (/(?:^|[ \t,])close(?:$|[ \t,])/.test(options)) this.keepAlive = false;
				else if (/(?:^|[ \t,])keep-alive(?:$|[ \t,])/.test(options)) this.keepAlive = true;
				break;
			}
			case appHeader: {
				this.app = Math.min(Number(/^app(\d{1,3})$/.exec(value)?.[1] ?? 255), 255) || 255;
				break;
			}
			case lengthHeader: {
				this.appLength = Number(value);
				break;
			}
			case checksumHeader: {
				this.appCrc32 = Number.parseInt(value, 16);
				break;
			}
			default: // Of no matter to the load generator.
		}
	}

	#setContentLength(value: string): void {
		const length = /^\d{1,15}$/.test(value) ? Number(value) : null;
		if (length === null || (this.contentLength !== null && this.contentLength !== length)) {
			throw new MalformedAnswer(`expected one content-length in digits, got ${JSON.stringify(value.slice(0, 60))}`);
		}
		this.contentLength = length;
	}
}
