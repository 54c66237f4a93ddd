// The open loop: request i is sent when it is due, whatever became of the others. What cannot be sent is recorded as unsent, never sent later.
import {Clients} from './clients.ts';
import {Connection, type ConnectionOwner, type Exchange} from './connection.ts';
import {ConnectionPool} from './connection-pool.ts';
import {DeadlineQueue, type Expiring} from './deadline-queue.ts';
import type {Target} from './dial.ts';
import {abandonAfterMs} from './lateness.ts';
import {monoNowMs} from './mono-clock.ts';
import {makeRequests, type RequestMaker} from './request.ts';
import {Retries, type RetryRequest} from './retries.ts';
import {RowWriter} from './row-writer.ts';
import {scheduleRoom} from './schedule.ts';
import {SelfMeasure} from './self-measure.ts';
import type {GeneratorHealth, Outcome} from '../timeline/sample.ts';
import type {OpenLoopOrder} from './load.ts';

export interface OpenLoopOptions {
	readonly order: OpenLoopOrder;
	readonly address: string;
	/** Due times of this generator's share, infinite where none is due. */
	readonly schedule: Float64Array;
	/** Rows of requests that have ended. */
	readonly onRows: (rows: Uint8Array<ArrayBuffer>) => void;
}

export class OpenLoop {
	readonly #order: OpenLoopOrder;
	readonly #clients: Clients;
	readonly #retries: Retries | null;
	readonly #target: Target;
	readonly #schedule: Float64Array;
	readonly #requests: RequestMaker;
	readonly #rows: RowWriter;
	readonly #pool = new ConnectionPool();
	readonly #measure = new SelfMeasure();
	readonly #owner: ConnectionOwner;
	readonly #maxInFlight: number;
	/** Ids of retries are above those of all generators' schedules. */
	readonly #idsOfRetriesFrom: number;

	#t0Ms = Number.POSITIVE_INFINITY;
	/** Requests due later than this are not sent (ms since t0). */
	#stopAtMs = Number.POSITIVE_INFINITY;
	#next = 0;
	#retried = 0;

	constructor({order, address, schedule, onRows}: OpenLoopOptions) {
		this.#order = order;
		this.#maxInFlight = shareOf(order.load.maxInFlight, order);
		this.#idsOfRetriesFrom = scheduleRoom(order);
		this.#clients = new Clients(order);
		const {retry, tls} = order.load;
		this.#retries = retry === null ? null : new Retries(retry, (request) => this.#retry(request));
		this.#target = {address, port: order.port, tls};
		this.#schedule = schedule;
		this.#requests = makeRequests(order);
		this.#rows = new RowWriter(onRows);
		this.#owner = this.#makeOwner();
	}

	/** Begins to open the connections that the plan wants before the first request. */
	preopen(): void {
		for (let index = shareOf(this.#order.load.preopen, this.#order); index > 0; index--) this.#connect(null);
	}

	/** Each of them is open or has failed. */
	get preopened(): boolean {
		return this.#pool.settled;
	}

	start(t0MonoMs: number): void {
		this.#t0Ms = t0MonoMs;
		this.#measure.start(t0MonoMs);
	}

	/** Sends what is due and lets deadlines pass. To be called often; late calls show in the health. */
	tick(): void {
		const nowMs = monoNowMs();
		while (this.#next < this.#schedule.length) {
			const dueMs = this.#schedule[this.#next] ?? Number.POSITIVE_INFINITY;
			if (dueMs > nowMs - this.#t0Ms || dueMs > this.#stopAtMs) break;
			this.#fire(this.#next++, dueMs);
		}
		this.#expire(nowMs);
	}

	/** No request due after the instant is sent. */
	stop(atMonoMs: number | null): void {
		const nowMs = monoNowMs();
		this.#stopAtMs = Math.min(this.#stopAtMs, Math.max(atMonoMs ?? nowMs, nowMs) - this.#t0Ms);
	}

	/** Stopped, and every request has ended. */
	get drained(): boolean {
		const nextDueMs = this.#schedule[this.#next] ?? Number.POSITIVE_INFINITY;
		const over = nextDueMs > this.#stopAtMs && monoNowMs() - this.#t0Ms >= this.#stopAtMs;
		return over && this.#measure.inFlight === 0;
	}

	flush(): void {
		this.#rows.flush();
	}

	/** Closes all connections and gives the health. Only after `drained`. */
	finish(): GeneratorHealth {
		this.flush();
		this.#pool.close();
		return this.#measure.health();
	}

	#makeOwner(): ConnectionOwner {
		const {connect, firstByte, body} = this.#order.load.timeoutMs;
		return {
			queues: {connect: deadlines(connect), firstByte: deadlines(firstByte), body: deadlines(body), close: deadlines(closeWithinMs)},
			onIdle: (connection) => this.#pool.release(connection),
			onClosed: (connection) => this.#pool.remove(connection),
			onExchangeEnded: (exchange, connection, outcome, endedAtMs) => this.#ended(exchange, connection, outcome, endedAtMs),
			write: (socket, exchange) => this.#clients.write(socket, exchange),
		};
	}

	#fire(index: number, dueMs: number): void {
		const id = this.#idAt(index);
		this.#send({id, firstId: id, attempt: 1, dueMs, post: this.#requests.isPost(id)}, dueMs - (this.#schedule[index - 1] ?? dueMs));
	}

	#retry({firstId, attempt, post, dueAtMs}: RetryRequest): void {
		const dueMs = dueAtMs - this.#t0Ms;
		if (dueMs > this.#stopAtMs) return;
		const id = this.#idsOfRetriesFrom + this.#idAt(this.#retried++);
		this.#send({id, firstId, attempt, dueMs, post}, dueMs);
	}

	/** Numbers of this generator alone. */
	#idAt(index: number): number {
		const {share} = this.#order;
		return share.index + index * share.count + 1;
	}

	#send(due: DueRequest, periodMs: number): void {
		const nowMs = monoNowMs();
		const lateMs = nowMs - this.#t0Ms - due.dueMs;
		if (this.#measure.inFlight >= this.#maxInFlight || lateMs > abandonAfterMs) {
			this.#measure.unsent();
			this.#rows.unsent(due, lateMs);
			return;
		}
		const fresh = this.#requests.isFresh(due.id) || this.#clients.isSlow(due.id);
		const text = this.#requests.text(due.id, due.firstId, {post: due.post, fresh});
		this.#measure.sent(nowMs - this.#t0Ms, lateMs, periodMs);
		const exchange = {...due, fresh, text, sentAtMs: nowMs};
		const idle = fresh ? undefined : this.#pool.takeIdle();
		const connection = idle ?? this.#connect(exchange);
		idle?.send(exchange);
		this.#clients.started(connection, exchange, nowMs);
		if (due.attempt === 1) this.#retries?.firstTry();
	}

	#connect(exchange: Exchange | null): Connection {
		this.#measure.connectionOpened();
		const connection = new Connection(this.#owner, this.#target, exchange);
		this.#pool.add(connection);
		return connection;
	}

	#ended(exchange: Exchange, connection: Connection, outcome: Outcome, atMs: number): void {
		const sent = outcome !== 'unsent';
		this.#measure.ended(sent);
		const {status} = this.#rows.ended(exchange, connection, {outcome, atMs, t0Ms: this.#t0Ms});
		if (sent && (outcome !== 'status' || status >= 500)) this.#retries?.failed(exchange, atMs);
	}

	#expire(nowMs: number): void {
		const {connect, firstByte, body, close} = this.#owner.queues;
		for (const queue of [connect, firstByte, body, close]) queue.expire(nowMs);
		this.#clients.expire(nowMs);
		this.#retries?.expire(nowMs);
	}
}

type DueRequest = Pick<Exchange, 'id' | 'firstId' | 'attempt' | 'dueMs' | 'post'>;

/** Of what the plan gives to all generators together. */
function shareOf(whole: number, {share}: OpenLoopOrder): number {
	return Math.ceil(whole / share.count);
}

/** How long a server may take to close a connection that it said it would close. */
const closeWithinMs = 1000;

function deadlines(timeToLiveMs: number): DeadlineQueue {
	return new DeadlineQueue(timeToLiveMs, onExpired);
}

function onExpired(item: Expiring): void {
	if (item instanceof Connection) item.expired(monoNowMs());
}
