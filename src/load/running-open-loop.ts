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
	/** When request 0 is due. */
	readonly t0MonoMs: Promise<number>;
	readonly #health: Promise<GeneratorHealth>;
	readonly #schedule: SharedSchedule;
	readonly #worker: Worker;

	constructor(order: OpenLoopOrder, address: string, {onRows, onError}: OpenLoopHandlers) {
		const started = Promise.withResolvers<number>();
		const drained = Promise.withResolvers<GeneratorHealth>();
		this.t0MonoMs = started.promise;
		this.#health = drained.promise;
		this.#schedule = new SharedSchedule(order);
		const data: OpenLoopWorkerData = {thread: 'open-loop', order, address, schedule: this.#schedule.dueMs};
		this.#worker = new Worker(openLoopWorkerUrl, {workerData: data});
		this.#worker.on('message', (message: OpenLoopWorkerMessage) => {
			if (message.type === 'rows') onRows(message.rows);
			else if (message.type === 'started') started.resolve(message.t0MonoMs);
			else drained.resolve(message.health);
		});
		this.#worker.on('error', (error) => onError(error instanceof Error ? error : new Error(String(error))));
	}

	/** Changes what is due from the newest of the beginnings on. */
	async enterWindows(starts: WindowStarts): Promise<void> {
		const fromMs = Math.max(...Object.values(starts));
		const leftMs = (await this.t0MonoMs) + fromMs - monoNowMs();
		if (leftMs < rewriteWithinMs) {
			throw new OrderError('LOAD_STEP_LATE', `expected to know of a change of the rate before it is due, and it was due ${-leftMs} ms ago`);
		}
		this.#schedule.rewrite(starts);
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

/** Rewriting takes less, also for a million requests. */
const rewriteWithinMs = 20;
