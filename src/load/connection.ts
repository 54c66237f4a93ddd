// One connection to the target and the request that it carries at the moment. It tells its owner how each request ended; it never tries again.
import type {Socket} from 'node:net';
import type {Writable} from 'node:stream';
import {outcomeOfAnswer, outcomeOfConnectError, outcomeOfEnd, outcomeOfError} from './classify.ts';
import {dial, type Target} from './dial.ts';
import {monoNowMs} from './mono-clock.ts';
import {ResponseParser} from './response-parser.ts';
import type {DeadlineQueue, Expiring} from './deadline-queue.ts';
import type {Outcome} from '../timeline/sample.ts';

/** A request on its way. Instants are CLOCK_MONOTONIC in ms. */
export interface Exchange {
	readonly id: number;
	/** Id of the first try of the same client request. */
	readonly firstId: number;
	readonly attempt: number;
	readonly dueMs: number;
	readonly post: boolean;
	readonly fresh: boolean;
	readonly text: string;
	/** The moment of the write, or of the dial where a connection had to be opened for it. */
	readonly sentAtMs: number;
}

export interface ConnectionOwner {
	/** One queue per phase; an expired connection is given to `expired()`. */
	readonly queues: {
		readonly connect: DeadlineQueue;
		readonly firstByte: DeadlineQueue;
		readonly body: DeadlineQueue;
		readonly close: DeadlineQueue;
	};
	/** The connection is open and carries nothing. */
	onIdle(connection: Connection): void;
	/** The connection is of no more use. */
	onClosed(connection: Connection): void;
	onExchangeEnded(exchange: Exchange, connection: Connection, outcome: Outcome, endedAtMs: number): void;
	/** Writes the request; slow clients take their time. */
	write(socket: Writable, exchange: Exchange): void;
}

type Phase = 'connecting' | 'idle' | 'waiting' | 'body' | 'ended' | 'closed';

export class Connection implements Expiring {
	deadlineMs = 0;
	queue: DeadlineQueue | null = null;
	previous: Expiring | null = null;
	next: Expiring | null = null;

	readonly parser = new ResponseParser();
	firstByteAtMs = 0;
	/** It carried a request before the present one. */
	reused = false;
	/** Where in the owner's list of idle connections it stands; the owner's own note. */
	idleIndex = -1;

	readonly #owner: ConnectionOwner;
	readonly #socket: Socket;
	readonly #tls: boolean;
	#phase: Phase = 'connecting';
	#tcpConnected = false;
	#exchange: Exchange | null;

	/** Dials. Without an exchange the connection is opened for later use. */
	constructor(owner: ConnectionOwner, target: Target, exchange: Exchange | null) {
		this.#owner = owner;
		this.#exchange = exchange;
		this.#tls = target.tls !== null;
		this.#socket = dial(target, {
			onConnected: () => {
				this.#tcpConnected = true;
			},
			onOpen: () => this.#onOpen(),
			onBytes: (bytes) => this.#onBytes(bytes),
			onEnd: () => this.#onEnd(),
			onClosed: (error) => this.#onError(error),
		});
		owner.queues.connect.add(this, exchange?.sentAtMs ?? monoNowMs());
	}

	/** Sends on an idle connection. */
	send(exchange: Exchange): void {
		this.reused = this.parser.started;
		this.#exchange = exchange;
		this.#write(exchange.sentAtMs);
	}

	/** The deadline of the present phase has passed. */
	expired(nowMs: number): void {
		const phase = this.#phase;
		if (phase === 'connecting') this.#end('timeout-connect', nowMs);
		else if (phase === 'waiting') this.#end('timeout-first-byte', nowMs);
		else if (phase === 'body') this.#end('timeout-body', nowMs);
		this.close();
	}

	carries(exchange: Exchange): boolean {
		return this.#exchange === exchange;
	}

	close(): void {
		if (this.#phase === 'closed') return;
		this.#phase = 'closed';
		this.queue?.remove(this);
		this.#socket.destroy();
		this.#owner.onClosed(this);
	}

	#onOpen(): void {
		if (this.#phase !== 'connecting') return;
		if (this.#exchange === null) this.#becomeIdle();
		else this.#write(monoNowMs());
	}

	#write(nowMs: number): void {
		const exchange = this.#exchange;
		if (exchange === null) return;
		this.#phase = 'waiting';
		this.parser.reset(exchange.post ? 'POST' : 'GET');
		this.#owner.queues.firstByte.add(this, nowMs);
		this.#owner.write(this.#socket, exchange);
	}

	#onBytes(bytes: Buffer): void {
		if (this.#phase === 'waiting') {
			this.firstByteAtMs = monoNowMs();
			this.#phase = 'body';
			this.#owner.queues.body.add(this, this.firstByteAtMs);
		}
		if (this.#phase !== 'body') {
			// Bytes that nobody asked for: the next answer on this connection could not be trusted.
			if (this.#phase === 'idle') this.close();
			return;
		}
		const state = this.parser.push(bytes);
		if (state === 'done') this.#onAnswer();
		else if (state === 'malformed') {
			this.#end('malformed', monoNowMs());
			this.close();
		}
	}

	#onAnswer(): void {
		const {head, extraBytes} = this.parser;
		const fresh = this.#exchange?.fresh === true;
		this.#end(outcomeOfAnswer(this.parser), monoNowMs());
		if (head?.keepAlive === true && extraBytes === 0 && !fresh) this.#becomeIdle();
		else {
			// The server closes first where it says so, so that the waiting time of the socket pair is on its side.
			this.#phase = 'ended';
			this.#owner.queues.close.add(this, monoNowMs());
		}
	}

	#becomeIdle(): void {
		this.#phase = 'idle';
		this.queue?.remove(this);
		this.#owner.onIdle(this);
	}

	#onEnd(): void {
		if (this.#phase !== 'waiting' && this.#phase !== 'body') {
			// A FIN before the handshake is over also comes as an error, with more to say.
			if (this.#phase !== 'connecting') this.close();
			return;
		}
		const endedAtMs = monoNowMs();
		this.#phase = 'ended';
		this.queue?.remove(this);
		if (this.#tls) {
			this.#end(outcomeOfEnd(null, this.parser), endedAtMs);
			this.close();
			return;
		}
		this.#owner.queues.close.add(this, endedAtMs);
		// See the note on probing in classify.ts. The byte is one that an HTTP server must ignore between requests.
		this.#socket.write('\n', (error: NodeJS.ErrnoException | null | undefined) => {
			this.#end(outcomeOfEnd(error?.code ?? null, this.parser), endedAtMs);
			this.close();
		});
	}

	#onError(error: NodeJS.ErrnoException | null): void {
		const code = error?.code;
		switch (this.#phase) {
			case 'connecting': {
				const handshaking = this.#tls && this.#tcpConnected;
				this.#end(error === null ? 'reset' : outcomeOfConnectError(error, {handshaking}), monoNowMs());
				break;
			}
			case 'waiting':
			case 'body': {
				this.#end(outcomeOfError(code, this.parser), monoNowMs());
				break;
			}
			case 'ended': {
				// While the probe is under way its own callback decides.
				if (this.#exchange !== null) return;
				break;
			}
			case 'idle':
			case 'closed':
		}
		this.close();
	}

	#end(outcome: Outcome, endedAtMs: number): void {
		const exchange = this.#exchange;
		if (exchange === null) return;
		this.#exchange = null;
		this.#owner.onExchangeEnded(exchange, this, outcome, endedAtMs);
	}
}
