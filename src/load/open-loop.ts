// The open loop: request i is sent when it is due, whatever became of the others. What cannot be sent is recorded as unsent, never sent later.
import {Clients} from './clients.ts';
import {Connection, type ConnectionOwner, type Exchange, type Target} from './connection.ts';
import {DeadlineQueue, type Expiring} from './deadline-queue.ts';
import {abandonAfterMs, Lateness} from './lateness.ts';
import {judgeHealth} from './health.ts';
import {monoNowMs} from './mono-clock.ts';
import {makeRequests, type RequestMaker} from './request.ts';
import {Retries, type RetryRequest} from './retries.ts';
import {RowBatch, type Row} from './rows.ts';
import {wholeShare, type GeneratorShare} from './schedule.ts';
import {never, outcomes, sampleFlags, type GeneratorHealth, type Outcome} from '../timeline/sample.ts';
import type {OpenLoopOrder} from './load.ts';

export interface OpenLoopOptions {
	readonly order: OpenLoopOrder;
	readonly address: string;
	/** Due times of this generator's share. */
	readonly schedule: Float64Array;
	/** Of all generators: ids of retries begin above. */
	readonly requestsInAll: number;
	/** Rows of requests that have ended. */
	readonly onRows: (rows: Uint8Array<ArrayBuffer>) => void;
}

export class OpenLoop {
	readonly #order: OpenLoopOrder;
	readonly #share: GeneratorShare;
	readonly #clients: Clients;
	readonly #retries: Retries | null;
	readonly #target: Target;
	readonly #schedule: Float64Array;
	readonly #onRows: OpenLoopOptions['onRows'];
	readonly #requests: RequestMaker;
	readonly #owner: ConnectionOwner;
	readonly #batch = new RowBatch(4096);
	readonly #row: Row = {id: 0, dueMs: 0, sentUs: never, firstByteUs: never, endUs: never, status: 0, outcome: 0, flags: 0, upstream: 0};
	/** Used last is used first, so that the pool stays as small as the traffic allows. */
	readonly #idle: Connection[] = [];
	readonly #open = new Set<Connection>();

	#t0Ms = Number.POSITIVE_INFINITY;
	/** Requests due later than this are not sent (ms since t0). */
	#stopAtMs = Number.POSITIVE_INFINITY;
	#next = 0;
	#inFlight = 0;
	#retried = 0;

	readonly #lateness = new Lateness();
	readonly #gaps: [number, number][] = [];
	#lastSentMs = 0;
	#unsent = 0;
	#peakInFlight = 0;
	#connectionsOpened = 0;
	#cpuAtStart = process.cpuUsage();

	constructor({order, address, schedule, requestsInAll, onRows}: OpenLoopOptions) {
		this.#order = order;
		this.#share = order.extras?.share ?? wholeShare;
		this.#clients = new Clients(order);
		const retry = order.extras?.retry;
		this.#retries = retry === undefined ? null : new Retries(retry, (request) => this.#retry(request, requestsInAll));
		this.#target = {address, port: order.port, tls: order.extras?.tls ?? null};
		this.#schedule = schedule;
		this.#onRows = onRows;
		this.#requests = makeRequests(order);
		this.#owner = this.#makeOwner();
	}

	/** Opens the connections that the plan wants before the first request; ends when each is open or has failed. */
	preopen(): void {
		for (let index = 0; index < this.#order.load.preopen; index++) this.#connect(null);
	}

	/** No connection is being opened any more. */
	get preopened(): boolean {
		return this.#idle.length === this.#open.size;
	}

	start(t0MonoMs: number): void {
		this.#t0Ms = t0MonoMs;
		this.#cpuAtStart = process.cpuUsage();
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
		return over && this.#inFlight === 0;
	}

	flush(): void {
		const rows = this.#batch.take();
		if (rows !== null) this.#onRows(rows);
	}

	/** Closes all connections and gives the health. Only after `drained`. */
	finish(): GeneratorHealth {
		this.flush();
		for (const connection of this.#open) connection.close();
		const elapsedMs = Math.max(1, monoNowMs() - this.#t0Ms);
		const cpu = process.cpuUsage(this.#cpuAtStart);
		return judgeHealth({
			intended: this.#lateness.count + this.#unsent,
			sent: this.#lateness.count,
			unsent: this.#unsent,
			latePercent: this.#lateness.latePercent,
			lateP50Ms: this.#lateness.quantileMs(0.5),
			lateP99Ms: this.#lateness.quantileMs(0.99),
			lateMaxMs: this.#lateness.maxMs,
			peakInFlight: this.#peakInFlight,
			connectionsOpened: this.#connectionsOpened,
			cpuPercent: (cpu.user + cpu.system) / 10 / elapsedMs,
			gaps: this.#gaps,
		});
	}

	#makeOwner(): ConnectionOwner {
		const {connect, firstByte, body} = this.#order.load.timeoutMs;
		return {
			queues: {connect: deadlines(connect), firstByte: deadlines(firstByte), body: deadlines(body), close: deadlines(closeWithinMs)},
			onIdle: (connection) => {
				connection.idleIndex = this.#idle.push(connection) - 1;
			},
			onClosed: (connection) => this.#forget(connection),
			onExchangeEnded: (exchange, connection, outcome, endedAtMs) => this.#record(exchange, connection, outcome, endedAtMs),
			write: (socket, exchange) => this.#clients.write(socket, exchange),
		};
	}

	#fire(index: number, dueMs: number): void {
		const id = this.#share.index + index * this.#share.count + 1;
		this.#send({id, keyId: id, attempt: 1, dueMs, post: this.#requests.isPost(id)}, dueMs - (this.#schedule[index - 1] ?? dueMs));
	}

	#retry({keyId, attempt, post, dueAtMs}: RetryRequest, requestsInAll: number): void {
		const dueMs = dueAtMs - this.#t0Ms;
		if (dueMs > this.#stopAtMs) return;
		const id = requestsInAll + this.#share.index + this.#retried++ * this.#share.count + 1;
		this.#send({id, keyId, attempt, dueMs, post}, dueMs);
	}

	/** Without a send for longer than `periodMs` something was late: see the gaps of the health. */
	#send(due: DueRequest, periodMs: number): void {
		const nowMs = monoNowMs();
		const lateMs = nowMs - this.#t0Ms - due.dueMs;
		if (this.#inFlight >= this.#order.load.maxInFlight || lateMs > abandonAfterMs) {
			this.#recordUnsent(due, nowMs);
			return;
		}
		const fresh = this.#requests.isFresh(due.id) || this.#clients.isSlow(due.id);
		const text = this.#requests.text(due.id, due.keyId, {post: due.post, fresh});
		this.#noteSend(nowMs - this.#t0Ms, lateMs, periodMs);
		this.#inFlight++;
		if (this.#inFlight > this.#peakInFlight) this.#peakInFlight = this.#inFlight;
		const exchange = {...due, fresh, text, sentAtMs: nowMs};
		const idle = fresh ? undefined : this.#takeIdle();
		const connection = idle ?? this.#connect(exchange);
		idle?.send(exchange);
		this.#clients.started(connection, exchange, nowMs);
		if (due.attempt === 1) this.#retries?.firstTry();
	}

	#noteSend(sentMs: number, lateMs: number, periodMs: number): void {
		this.#lateness.add(lateMs);
		if (sentMs - this.#lastSentMs > periodMs + gapBeyondMs && this.#gaps.length < maxGaps) this.#gaps.push([this.#lastSentMs, sentMs]);
		this.#lastSentMs = sentMs;
	}

	#connect(exchange: Exchange | null): Connection {
		this.#connectionsOpened++;
		const connection = new Connection(this.#owner, this.#target, exchange);
		this.#open.add(connection);
		return connection;
	}

	#takeIdle(): Connection | undefined {
		const connection = this.#idle.pop();
		if (connection !== undefined) connection.idleIndex = -1;
		return connection;
	}

	#forget(connection: Connection): void {
		this.#open.delete(connection);
		const index = connection.idleIndex;
		if (index < 0) return;
		connection.idleIndex = -1;
		const last = this.#idle.pop();
		if (last === undefined || last === connection) return;
		last.idleIndex = index;
		this.#idle[index] = last;
	}

	#expire(nowMs: number): void {
		const {connect, firstByte, body, close} = this.#owner.queues;
		connect.expire(nowMs);
		firstByte.expire(nowMs);
		body.expire(nowMs);
		close.expire(nowMs);
		this.#clients.expire(nowMs);
		this.#retries?.expire(nowMs);
	}

	#record(exchange: Exchange, connection: Connection, outcome: Outcome, endedAtMs: number): void {
		this.#inFlight--;
		const dueAtMs = this.#t0Ms + exchange.dueMs;
		const {parser} = connection;
		// A connection that failed to open for want of a descriptor or a port is our own shortage: the request was not sent.
		const sent = outcome !== 'unsent';
		if (!sent) this.#unsent++;
		const answered = sent && parser.head !== null;
		const row = this.#row;
		row.id = exchange.id;
		row.dueMs = exchange.dueMs;
		row.sentUs = sent ? microseconds(exchange.sentAtMs - dueAtMs) : never;
		row.firstByteUs = sent && parser.started ? microseconds(connection.firstByteAtMs - dueAtMs) : never;
		row.endUs = microseconds(endedAtMs - dueAtMs);
		row.status = answered ? (parser.head?.status ?? 0) : 0;
		row.outcome = outcomeIndex.get(outcome) ?? 0;
		row.upstream = answered ? (parser.head?.app ?? 0) : 0;
		row.flags =
			(exchange.post ? sampleFlags.post : 0) |
			(connection.reused ? sampleFlags.reused : 0) |
			(row.upstream > 0 ? sampleFlags.answeredByApp : 0);
		this.#push();
		if (sent && (outcome !== 'status' || row.status >= 500)) this.#retries?.failed(exchange, endedAtMs);
	}

	#recordUnsent({id, dueMs, post}: DueRequest, nowMs: number): void {
		this.#unsent++;
		const row = this.#row;
		row.id = id;
		row.dueMs = dueMs;
		row.sentUs = never;
		row.firstByteUs = never;
		row.endUs = microseconds(nowMs - this.#t0Ms - dueMs);
		row.status = 0;
		row.outcome = outcomeIndex.get('unsent') ?? 0;
		row.flags = post ? sampleFlags.post : 0;
		row.upstream = 0;
		this.#push();
	}

	#push(): void {
		if (this.#batch.full) this.flush();
		this.#batch.push(this.#row);
	}
}

type DueRequest = Pick<Exchange, 'id' | 'keyId' | 'attempt' | 'dueMs' | 'post'>;

const outcomeIndex: ReadonlyMap<Outcome, number> = new Map(outcomes.map((outcome, index) => [outcome, index]));
/** How long a server may take to close a connection that it said it would close. */
const closeWithinMs = 1000;
const gapBeyondMs = 20;
const maxGaps = 1000;

function deadlines(timeToLiveMs: number): DeadlineQueue {
	return new DeadlineQueue(timeToLiveMs, onExpired);
}

function onExpired(item: Expiring): void {
	if (item instanceof Connection) item.expired(monoNowMs());
}

function microseconds(ms: number): number {
	return Math.max(0, Math.round(ms * 1000));
}
