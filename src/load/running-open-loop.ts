// One open loop from the main thread's side: its worker, the schedule that they share, and the rows that come out of it.
import {Worker} from 'node:worker_threads';
import {monoNowMs} from './mono-clock.ts';
import {openLoopWorkerUrl, type OpenLoopWorkerData, type OpenLoopWorkerMessage, type OpenLoopWorkerOrder} from './open-loop-worker.ts';
import {OrderError} from './order-error.ts';
import {SharedSchedule} from './shared-schedule.ts';
import type {GeneratorHealth} from '../timeline/sample.ts';
import type {OpenLoopOrder} from './load.ts';
import type {WindowStarts} from './schedule.ts';

export interface OpenLoopHandlers {
	readonly onRows: (rows: Uint8Array) => void;
	readonly onError: (error: Error) => void;
}

export class RunningOpenLoop {
	/** It can be started. */
	readonly prepared: Promise<void>;
	readonly #t0MonoMs: Promise<number>;
	readonly #health: Promise<GeneratorHealth>;
	readonly #schedule: SharedSchedule;
	readonly #worker: Worker;

	constructor(order: OpenLoopOrder, address: string, {onRows, onError}: OpenLoopHandlers) {
		const prepared = Promise.withResolvers<void>();
		const started = Promise.withResolvers<number>();
		const drained = Promise.withResolvers<GeneratorHealth>();
		this.prepared = prepared.promise;
		this.#t0MonoMs = started.promise;
		this.#health = drained.promise;
		this.#schedule = new SharedSchedule(order);
		const data: OpenLoopWorkerData = {thread: 'open-loop', order, address, schedule: this.#schedule.dueMs};
		this.#worker = new Worker(openLoopWorkerUrl, {workerData: data});
		this.#worker.on('message', (message: OpenLoopWorkerMessage) => {
			if (message.type === 'rows') onRows(message.rows);
			else if (message.type === 'prepared') prepared.resolve();
			else if (message.type === 'started') started.resolve(message.t0MonoMs);
			else drained.resolve(message.health);
		});
		this.#worker.on('error', (error) => onError(error instanceof Error ? error : new Error(String(error))));
	}

	/** Gives the instant at which request 0 is due: not before `atMonoMs`. */
	async start(atMonoMs: number | null): Promise<number> {
		this.#tell({type: 'start', atMonoMs});
		return await this.#t0MonoMs;
	}

	/** Changes what is due from the newest of the beginnings on. */
	async enterWindows(starts: WindowStarts): Promise<void> {
		const fromMs = Math.max(...Object.values(starts));
		const dueMonoMs = (await this.#t0MonoMs) + fromMs;
		const whole = this.#schedule.computed(starts);
		inTime(dueMonoMs - writtenWithinMs);
		this.#schedule.write(whole);
		// Where this thread stood still meanwhile, the sender may have read half of the old times and half of the new ones.
		inTime(dueMonoMs);
		this.#tell({type: 'rescheduled'});
	}

	async stop(atMonoMs: number | null): Promise<GeneratorHealth> {
		this.#tell({type: 'stop', atMonoMs});
		return await this.#health;
	}

	#tell(order: OpenLoopWorkerOrder): void {
		this.#worker.postMessage(order, []);
	}
}

const writtenWithinMs = 10;

function inTime(untilMonoMs: number): void {
	const lateMs = monoNowMs() - untilMonoMs;
	if (lateMs < 0) return;
	throw new OrderError(
		'LOAD_STEP_LATE',
		`expected to carry out a change of the rate before it is due, and was ${lateMs.toFixed(0)} ms late`,
	);
}
