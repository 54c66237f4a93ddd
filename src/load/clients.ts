// How clients behave beyond sending a request and waiting for its answer: some send slowly, some hang up. Which ones is decided by request id
// and seed alone.
import {DeadlineQueue, type Expiring} from './deadline-queue.ts';
import {randomAt} from './random.ts';
import type {Connection, Exchange} from './connection.ts';
import type {LoadOrder} from './load.ts';
import type {Writable} from 'node:stream';

/** Slow clients send their request in this many pieces. */
const slowPieces = 8;

export class Clients {
	readonly #slow: {readonly share: number; readonly pauseMs: number};
	readonly #leaveShare: number;
	readonly #leaving: DeadlineQueue;
	readonly #seed: number;

	constructor({load, seed}: LoadOrder) {
		this.#slow = load.slowClients ?? {share: 0, pauseMs: 0};
		this.#leaveShare = load.leavingClients?.share ?? 0;
		this.#leaving = new DeadlineQueue(load.leavingClients?.afterMs ?? 0, (item) => {
			if (item instanceof LeavingClient) item.leave();
		});
		this.#seed = seed;
	}

	/** Slow clients use a connection of their own: an answer that comes early must not meet the rest of their request. */
	isSlow(id: number): boolean {
		return this.#slow.share > 0 && randomAt(this.#seed + 2, id) < this.#slow.share;
	}

	/** The request was sent, or its connection is being opened. */
	started(connection: Connection, exchange: Exchange, nowMs: number): void {
		if (this.#leaveShare > 0 && randomAt(this.#seed + 1, exchange.id) < this.#leaveShare) {
			this.#leaving.add(new LeavingClient(connection, exchange), nowMs);
		}
	}

	write(socket: Writable, {id, text}: Exchange): void {
		if (this.isSlow(id)) writeSlowly(socket, text, this.#slow.pauseMs);
		else socket.write(text, 'latin1');
	}

	/** Clients whose patience is over hang up. */
	expire(nowMs: number): void {
		this.#leaving.expire(nowMs);
	}
}

function writeSlowly(socket: Writable, text: string, pauseMs: number): void {
	if (text === '' || socket.destroyed) return;
	const pieceLength = Math.max(1, Math.ceil(text.length / slowPieces));
	const writeRest = (from: number) => {
		if (socket.destroyed || from >= text.length) return;
		socket.write(text.slice(from, from + pieceLength), 'latin1');
		setTimeout(() => writeRest(from + pieceLength), pauseMs);
	};
	writeRest(0);
}

class LeavingClient implements Expiring {
	deadlineMs = 0;
	queue: DeadlineQueue | null = null;
	previous: Expiring | null = null;
	next: Expiring | null = null;
	readonly #connection: Connection;
	readonly #exchange: Exchange;

	constructor(connection: Connection, exchange: Exchange) {
		this.#connection = connection;
		this.#exchange = exchange;
	}

	/** Its own deadline is shorter than that of the others. */
	leave(): void {
		if (this.#connection.carries(this.#exchange)) this.#connection.expired(this.deadlineMs);
	}
}
