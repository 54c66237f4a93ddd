// A client on a bare socket that tells apart how a connection ended: FIN, RST, or left open.
import {connect} from 'node:net';
import type {Socket} from 'node:net';

export interface RawEnd {
	readonly text: string;
	readonly end: 'fin' | 'reset';
	/** From the request's sending to the first byte, and to the end. */
	readonly firstByteMs: number | null;
	readonly endMs: number;
}

const waitAtMostMs = 30_000;

export class RawClient implements Disposable {
	readonly #socket: Socket;
	readonly #startedMs: number;
	readonly #ended = Promise.withResolvers<RawEnd>();
	#sentMs: number;
	#firstByteMs: number | null = null;
	#isFinished = false;
	#text = '';
	#onText: () => void = () => {};

	/** A port on loopback, or the path of a Unix socket. */
	constructor(place: number | string) {
		this.#startedMs = performance.now();
		this.#sentMs = this.#startedMs;
		// A reset that comes right after bytes is shown as a plain end. A byte written then brings the truth out.
		this.#socket = connect({...(typeof place === 'string' ? {path: place} : {port: place, host: '127.0.0.1'}), allowHalfOpen: true});
		this.#socket.setTimeout(waitAtMostMs, () =>
			this.#socket.destroy(new Error(`waited ${waitAtMostMs} ms for the server; came: ${this.#text}`)),
		);
		this.#socket.on('data', (chunk: Buffer) => {
			this.#firstByteMs ??= performance.now() - this.#sentMs;
			this.#text += chunk.toString('latin1');
			this.#onText();
		});
		this.#socket.on('end', () => {
			this.#socket.write('x', (error) => {
				this.#finish(error instanceof Error && 'code' in error && error.code === 'ECONNRESET' ? 'reset' : 'fin');
			});
		});
		this.#socket.on('error', (error) => {
			if ('code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE')) {
				this.#finish('reset');
			} else {
				this.#ended.reject(error);
			}
		});
		// Whoever does not wait for the end does not care.
		this.#ended.promise.catch(() => {});
	}

	send(text: string): void {
		this.#sentMs = performance.now();
		this.#socket.write(text);
	}

	get(id: number, headers = ''): void {
		this.send(`GET /?gq=${id} HTTP/1.1\r\nHost: app\r\nx-gatequake-id: ${id}\r\n${headers}\r\n`);
	}

	post(id: number, key: string): void {
		this.send(`POST / HTTP/1.1\r\nHost: app\r\nx-gatequake-id: ${id}\r\nx-gatequake-key: ${key}\r\nContent-Length: 5\r\n\r\nhello`);
	}

	/** Waits until what has come satisfies; gives it and forgets it. */
	async text(isEnough: (text: string) => boolean): Promise<string> {
		const enough = Promise.withResolvers<string>();
		this.#onText = () => {
			if (isEnough(this.#text)) {
				enough.resolve(this.#text);
			}
		};
		this.#onText();
		void this.ended().then(
			({text}) => {
				enough.reject(new Error(`the connection ended after: ${text}`));
				return null;
			},
			(error: unknown) => {
				enough.reject(error);
			},
		);
		const text = await enough.promise;
		this.#text = '';
		return text;
	}

	/** One whole answer with a stated length. */
	async answer(): Promise<{readonly status: number; readonly head: string; readonly body: string; readonly firstByteMs: number}> {
		this.#firstByteMs = null;
		const text = await this.text((came) => {
			const split = came.indexOf('\r\n\r\n');
			return split !== -1 && came.length >= split + 4 + Number(headerOf(came.slice(0, split), 'content-length'));
		});
		const split = text.indexOf('\r\n\r\n') + 4;
		return {status: Number(text.slice(9, 12)), head: text.slice(0, split), body: text.slice(split), firstByteMs: this.#firstByteMs ?? 0};
	}

	/** What the server's kernel has not taken yet. */
	get unsentBytes(): number {
		return this.#socket.writableLength;
	}

	async ended(): Promise<RawEnd> {
		return await this.#ended.promise;
	}

	close(): void {
		this.#socket.destroy();
	}

	[Symbol.dispose](): void {
		this.close();
	}

	#finish(end: 'fin' | 'reset'): void {
		if (!this.#isFinished) {
			this.#isFinished = true;
			this.#ended.resolve({text: this.#text, end, firstByteMs: this.#firstByteMs, endMs: performance.now() - this.#sentMs});
			this.#socket.destroy();
		}
	}
}

export function headerOf(head: string, name: string): string | undefined {
	return new RegExp(`^${name}: (.*?)\\r?$`, 'im').exec(head)?.[1];
}
