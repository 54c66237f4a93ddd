// What happens to one request in an app, whatever speaks HTTP for it: journal, behaviour, commit, service time, answer.
import {makeAnswer} from './answer.ts';
import {commits, inShare, isWireBehaviour, treatmentOf} from './behaviour.ts';
import {OneWorker} from './one-worker.ts';
import {eventBytes, routeOf} from './route.ts';
import {inPieces} from './in-pieces.ts';
import type {Answer} from './answer.ts';
import type {TreatedRequest} from './behaviour.ts';
import type {Exchange} from './exchange.ts';
import type {JournalEntry} from './journal.ts';
import type {BadHandshake, Behaviour, BehaviourOrder} from './upstream.ts';

export interface ServiceOptions {
	readonly app: string;
	readonly serviceMs: number;
	readonly journal: {write(entry: JournalEntry): void};
	/** Null in an app that keeps nothing. */
	readonly store: {append(key: string, onDone: (problem: string | null) => void): void} | null;
	/** What requests for data ask first; null in an app without one. */
	readonly database: {ask(exchange: Exchange, onDone: (problem: string | null) => void): void} | null;
}

/** What the app answers where it could not keep what it was sent, or had no answer of its database: the usual frameworks' own status. */
const notStored: Behaviour = {do: 'status', status: 500};

export class Service {
	readonly #options: ServiceOptions;
	#order: BehaviourOrder | null = null;
	#hasBlocked = false;
	#accepted = 0;
	readonly #worker = new OneWorker();
	/** While the app is stopping, connections are not kept alive. */
	isStopping = false;

	constructor(options: ServiceOptions) {
		this.#options = options;
	}

	/** Takes an order over. One that says the same as the last is the same. Requests that were treated before stay as they were: what hangs, hangs on. */
	take(order: BehaviourOrder | null): void {
		if (JSON.stringify(order) === JSON.stringify(this.#order)) {
			return;
		}

		this.#order = order;
		this.#hasBlocked = false;
	}

	get resetsOnAccept(): boolean {
		return this.#order?.behaviour.do === 'reset' && this.#order.behaviour.when === 'accept';
	}

	/** What is wrong with the handshakes of new connections; null for nothing. */
	get badHandshake(): BadHandshake | null {
		return this.#order?.behaviour.do === 'handshake' ? this.#order.behaviour.how : null;
	}

	/** Kept-alive connections would never meet what happens to new ones. */
	get endsConnections(): boolean {
		return this.resetsOnAccept || this.badHandshake !== null;
	}

	/** Whether a connection that was just accepted is to be reset. No request id is known yet: the share goes by the count of connections. */
	isResetOnAccept(): boolean {
		if (!this.resetsOnAccept || !inShare(this.#accepted++, this.#order?.share ?? 0)) {
			return false;
		}

		this.#options.journal.write({r: -1, s: 'faulted', d: 'reset'});
		return true;
	}

	/** Whether a request whose body is still under way is to be left there. */
	stopsReading({id, method, key, reused, host}: Exchange): boolean {
		return id !== null && treatmentOf(this.#order, {id, method, key, reused, host})?.do === 'stop-reading';
	}

	handle(exchange: Exchange): void {
		const {id, key, method, reused, host} = exchange;
		const {journal, database} = this.#options;
		if (id === null) {
			this.#answerProbe(exchange);
			return;
		}

		journal.write({r: id, s: 'received', ...(key !== null && {k: key})});
		const respond = this.#responder(exchange, id);
		/** Gives for how many ms that keeps who does the work. */
		const serve = (): number => {
			const behaviour = this.#treatment({id, method, key, reused, host});
			if (key === null || (behaviour !== null && !commits(behaviour))) {
				respond(behaviour);
			} else {
				this.#commit({id, key}, (problem) => {
					respond(problem === null ? behaviour : notStored, problem ?? behaviour?.do);
				});
			}

			return this.#holdsMs(exchange, behaviour);
		};
		const {workMs, asksDatabase} = routeOf(exchange.target);
		if (asksDatabase && database !== null) {
			database.ask(exchange, (problem) => {
				if (problem === null) serve();
				else respond(notStored, problem);
			});
		} else if (workMs === null) {
			serve();
		} else {
			this.#worker.take(serve);
		}
	}

	/** Who asks without an id is a gateway that wants to know whether the app is well. */
	#answerProbe(exchange: Exchange): void {
		const behaviour = this.#order?.behaviour;
		const lies = behaviour?.do === 'probe-status';
		if (lies) {
			this.#options.journal.write({r: -1, s: 'faulted', d: behaviour.do});
		}

		later(this.#options.serviceMs, () => {
			exchange.answer(this.#answerTo(exchange, lies ? {do: 'status', status: behaviour.status} : null));
		});
	}

	/** From its turn to its answer. */
	#holdsMs({target}: Exchange, behaviour: Behaviour | null): number {
		const delayMs = behaviour?.do === 'slow-first-byte' ? behaviour.delayMs : 0;
		return Math.max(this.#options.serviceMs, routeOf(target).workMs ?? 0, delayMs);
	}

	/** Listens for the end from now on: a client may go away while the app still works on what it will answer. */
	#responder(exchange: Exchange, id: number): (behaviour: Behaviour | null, detail?: string) => void {
		const {journal} = this.#options;
		let answer: Answer | null = null;
		exchange.onEnd((end) => {
			journal.write(end === 'answered' && answer !== null ? {r: id, s: end, c: answer.status, h: answer.headerBytes} : {r: id, s: end});
		});
		return (behaviour, detail = behaviour?.do) => {
			answer = this.#answerTo(exchange, behaviour);
			if (detail !== undefined) {
				journal.write({r: id, s: 'faulted', d: detail, h: answer.headerBytes});
			}

			this.#carryOut(behaviour, exchange, answer);
		};
	}

	#commit({id, key}: {readonly id: number; readonly key: string}, onDone: (problem: string | null) => void): void {
		const {journal, store} = this.#options;
		const committed = (): void => {
			journal.write({r: id, s: 'committed', k: key});
			onDone(null);
		};
		if (store === null) {
			committed();
			return;
		}

		store.append(key, (problem) => {
			if (problem === null) {
				committed();
			} else {
				onDone(problem);
			}
		});
	}

	#treatment(request: TreatedRequest): Behaviour | null {
		const behaviour = treatmentOf(this.#order, request);
		if (behaviour?.do !== 'block') {
			return behaviour;
		}

		const isFirst = !this.#hasBlocked;
		this.#hasBlocked = true;
		return isFirst ? behaviour : null;
	}

	#carryOut(behaviour: Behaviour | null, exchange: Exchange, answer: Answer): void {
		const {serviceMs} = this.#options;
		if (behaviour !== null && isWireBehaviour(behaviour)) {
			if (exchange.breakOff === null) {
				exchange.answer(answer);
				return;
			}

			// The wire behaviours that begin an answer take the service time first; the others happen at once.
			later(commits(behaviour) && behaviour.do !== 'reset' ? serviceMs : 0, () => exchange.breakOff?.(behaviour, answer));
			return;
		}

		switch (behaviour?.do) {
			case 'hang': {
				if (behaviour.after === 'headers') {
					exchange.begin(answer, firstHalf(answer.body));
				}

				return;
			}

			case 'drip': {
				later(serviceMs, () => {
					inPieces(exchange, answer, {pieceBytes: 1, intervalMs: behaviour.intervalMs});
				});
				return;
			}

			case 'crash': {
				process.kill(process.pid, behaviour.signal);
				return;
			}

			case 'block': {
				Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, behaviour.durationMs);
				exchange.answer(answer);
				return;
			}

			case 'slow-first-byte':
			case 'status':
			case 'refuse-host':
			case 'headers':
			case 'probe-status':
			case 'handshake':
			// Only servers with workers are asked to.
			case 'take-memory':
			case undefined: {
				later(this.#holdsMs(exchange, behaviour), () => {
					const {overMs, isEvents} = routeOf(exchange.target);
					if (overMs === 0) {
						exchange.answer(answer);
						return;
					}

					const leastBytes = isEvents ? eventBytes : 1;
					const pieces = Math.max(1, Math.floor(overMs / pieceMs));
					const pieceBytes = Math.max(1, Math.ceil(answer.body.length / pieces / leastBytes)) * leastBytes;
					inPieces(exchange, answer, {pieceBytes, intervalMs: pieceMs});
				});
			}
		}
	}

	#answerTo(exchange: Exchange, behaviour: Behaviour | null): Answer {
		const {bodyBytes, isEvents} = routeOf(exchange.target);
		return makeAnswer({
			app: this.#options.app,
			requestId: exchange.id,
			date: new Date().toUTCString(),
			keepAlive: exchange.wantsKeepAlive && !this.isStopping && !this.endsConnections && behaviour?.do !== 'malformed',
			...(bodyBytes !== null && {bodyBytes}),
			...(isEvents && {isEvents, framing: 'chunked'}),
			...((behaviour?.do === 'status' || behaviour?.do === 'refuse-host') && {status: behaviour.status}),
			...(behaviour?.do === 'headers' && {headerBytes: behaviour.headerBytes}),
			...(behaviour?.do === 'cut' && {framing: behaviour.framing}),
		});
	}
}

export function firstHalf(body: Buffer): Buffer {
	return body.subarray(0, Math.floor(body.length / 2));
}

/** Of a body that takes its time. */
const pieceMs = 50;

function later(delayMs: number, act: () => void): void {
	if (delayMs === 0) {
		act();
	} else {
		setTimeout(act, delayMs);
	}
}
