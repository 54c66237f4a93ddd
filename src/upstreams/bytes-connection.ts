// One connection of the byte-level server: requests one after another, and every way to end an answer too early.
import type {Socket} from 'node:net';
import {makeAnswer, headText} from './answer.ts';
import {chunkOf, cutBytes, isChunked, lastChunk, wholeBytes} from './answer-bytes.ts';
import {malformedBytes} from './malformed-bytes.ts';
import {isHealthCheck, requestIdOf} from './request-id.ts';
import {RequestParser} from './request-parser.ts';
import {keyHeader, requestIdHeader} from './upstream.ts';
import type {AckWatch} from './ack-watch.ts';
import type {Answer} from './answer.ts';
import type {MalformedBytes} from './malformed-bytes.ts';
import type {WireBehaviour} from './behaviour.ts';
import type {BadRequest, ParsedRequest} from './request-parser.ts';
import type {Exchange} from './exchange.ts';
import type {Service} from './service.ts';

/** After the last acknowledgement, so that the gateway has read the bytes before what follows comes. */
const quietMs = 50;
const nothing = Buffer.alloc(0);
const hints = Buffer.from('HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload; as=style\r\n\r\n');
/** How long a peer may take to close its side after our FIN. */
const lingerMs = 5000;

export interface BytesConnectionParts {
	/** What the socket runs over, which alone can be reset: itself, where nobody speaks TLS. */
	readonly tcp: Socket;
	readonly service: Service;
	readonly ackWatch: AckWatch;
	readonly idleTimeoutMs: number;
}

export class BytesConnection {
	readonly #socket: Socket;
	readonly #tcp: Socket;
	readonly #service: Service;
	readonly #ackWatch: AckWatch;
	readonly #parser = new RequestParser();
	#current: BytesExchange | null = null;
	#reused = false;

	constructor(socket: Socket, {tcp, service, ackWatch, idleTimeoutMs}: BytesConnectionParts) {
		this.#socket = socket;
		this.#tcp = tcp;
		this.#service = service;
		this.#ackWatch = ackWatch;
		socket.setTimeout(idleTimeoutMs, () => {
			this.closeIfIdle();
		});
		socket.on('data', (chunk: Buffer) => {
			this.#parser.push(chunk);
			this.#serveNext();
		});
		// The 'close' that follows an error is what counts.
		socket.on('error', () => {});
		socket.once('close', () => this.#current?.clientWentAway());
	}

	closeIfIdle(): void {
		if (this.#current === null) {
			this.#close();
		}
	}

	#serveNext(): void {
		if (this.#current !== null || this.#socket.writableEnded) {
			return;
		}

		const whole = this.#parser.next();
		const request = whole ?? this.#parser.head();
		if (request === null) {
			return;
		}

		if ('badStatus' in request) {
			this.#refuse(request);
			return;
		}

		const exchange = new BytesExchange(
			request,
			{socket: this.#socket, tcp: this.#tcp, ackWatch: this.#ackWatch, reused: this.#reused},
			(keepAlive) => {
				this.#current = null;
				this.#reused = true;
				if (keepAlive && !this.#service.isStopping) {
					this.#serveNext();
				} else {
					this.#close();
				}
			},
		);
		if (whole === null && !this.#service.stopsReading(exchange)) {
			return;
		}

		this.#current = exchange;
		this.#service.handle(exchange);
	}

	#refuse(request: BadRequest): void {
		const answer = makeAnswer({app: 'bytes', requestId: null, date: new Date().toUTCString(), keepAlive: false, status: request.badStatus});
		this.#socket.write(wholeBytes(answer));
		this.#close();
	}

	#close(): void {
		closeWithFin(this.#socket);
	}
}

interface ExchangeParts {
	readonly socket: Socket;
	readonly tcp: Socket;
	readonly ackWatch: AckWatch;
	/** Whether the connection had carried a request before. */
	readonly reused: boolean;
}

class BytesExchange implements Exchange {
	readonly method: string;
	readonly target: string;
	readonly id: number | null;
	readonly key: string | null;
	readonly wantsKeepAlive: boolean;
	readonly reused: boolean;
	readonly host: string;
	readonly #socket: Socket;
	readonly #tcp: Socket;
	readonly #ackWatch: AckWatch;
	readonly #onDone: (keepAlive: boolean) => void;
	readonly #endListeners: ((end: 'answered' | 'aborted') => void)[] = [];
	#keepAlive = false;
	#chunked = false;
	#isOver = false;

	constructor(request: ParsedRequest, {socket, tcp, ackWatch, reused}: ExchangeParts, onDone: (keepAlive: boolean) => void) {
		this.method = request.method;
		this.target = request.target;
		this.id = isHealthCheck(request.target) ? null : requestIdOf(request.headers.get(requestIdHeader), request.target);
		this.key = request.method === 'POST' ? (request.headers.get(keyHeader) ?? null) : null;
		this.wantsKeepAlive = request.wantsKeepAlive;
		this.reused = reused;
		this.host = request.headers.get('host') ?? '';
		this.#socket = socket;
		this.#tcp = tcp;
		this.#ackWatch = ackWatch;
		this.#onDone = onDone;
	}

	readonly breakOff = (behaviour: WireBehaviour, answer: Answer): void => {
		if (this.#isOver) {
			return;
		}

		this.#isOver = true;
		switch (behaviour.do) {
			case 'close': {
				this.#sendAndClose(behaviour.after === 'hints' ? hints : nothing);
				return;
			}

			case 'malformed': {
				this.#sendMalformed(malformedBytes(answer, behaviour.wrong));
				return;
			}

			case 'raw': {
				this.#sendAndClose(Buffer.from(behaviour.bytesBase64, 'base64'));
				return;
			}

			case 'stop-reading': {
				this.#socket.pause();
				return;
			}

			case 'close-reused': {
				this.#tcp.resetAndDestroy();
				return;
			}

			case 'cut': {
				this.#socket.write(cutBytes(answer, behaviour.framing));
				if (behaviour.by === 'fin') {
					closeWithFin(this.#socket);
				} else {
					this.#resetWhenRead();
				}

				return;
			}

			case 'reset': {
				if (behaviour.when === 'body') {
					this.#socket.write(cutBytes(answer, 'length'));
					this.#resetWhenRead();
				} else {
					this.#tcp.resetAndDestroy();
				}
			}
		}
	};

	answer(answer: Answer): void {
		this.#write(wholeBytes(answer));
		this.#keepAlive = answer.keepAlive;
		this.finish();
	}

	begin(answer: Answer, bytes: Buffer): void {
		this.#keepAlive = answer.keepAlive;
		this.#chunked = isChunked(answer);
		this.#write(Buffer.from(headText(answer), 'latin1'));
		this.push(bytes);
	}

	push(bytes: Buffer): void {
		if (bytes.length > 0) {
			this.#write(this.#chunked ? chunkOf(bytes) : bytes);
		}
	}

	finish(): void {
		if (!this.#isOver) {
			this.#write(this.#chunked ? lastChunk : nothing);
			this.#end('answered');
			this.#onDone(this.#keepAlive);
		}
	}

	onEnd(listener: (end: 'answered' | 'aborted') => void): void {
		this.#endListeners.push(listener);
	}

	clientWentAway(): void {
		if (!this.#isOver) {
			this.#end('aborted');
		}
	}

	#write(bytes: Buffer): void {
		if (!this.#isOver) {
			this.#socket.write(bytes);
		}
	}

	#end(end: 'answered' | 'aborted'): void {
		this.#isOver = true;
		for (const listener of this.#endListeners) {
			listener(end);
		}
	}

	#sendMalformed({first, last}: MalformedBytes): void {
		if (last.length === 0) {
			this.#sendAndClose(first);
			return;
		}

		this.#socket.write(first);
		this.#whenRead(() => {
			this.#sendAndClose(last);
		});
	}

	#sendAndClose(bytes: Buffer): void {
		this.#socket.write(bytes);
		closeWithFin(this.#socket);
	}

	#resetWhenRead(): void {
		this.#whenRead(() => {
			this.#tcp.resetAndDestroy();
		});
	}

	#whenRead(act: () => void): void {
		this.#ackWatch.whenAcked(this.#socket, () => {
			setTimeout(act, quietMs);
		});
	}
}

function closeWithFin(socket: Socket): void {
	socket.end();
	setTimeout(() => socket.destroy(), lingerMs).unref();
}
