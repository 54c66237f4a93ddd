// Wakes the sender when something is due. A thread of its own sleeps in the kernel to fractions of a millisecond, which a timer of the event
// loop cannot; it shares nothing with the sender but the schedule and two cells.
import {Worker} from 'node:worker_threads';
import {metronomeCells, metronomeThreadUrl, type MetronomeData} from './metronome-thread.ts';

export class Metronome {
	readonly #cells = new Int32Array(new SharedArrayBuffer(8));
	readonly #thread: Worker;

	/** `onTick` is called when requests are due; several that are due together may share one call. */
	constructor(schedule: Float64Array<SharedArrayBuffer>, t0MonoMs: number, onTick: () => void) {
		const data: MetronomeData = {thread: 'metronome', schedule, cells: this.#cells, t0MonoMs};
		this.#thread = new Worker(metronomeThreadUrl, {workerData: data});
		this.#thread.on('message', () => {
			Atomics.store(this.#cells, metronomeCells.pending, 0);
			onTick();
		});
		this.#thread.on('error', (error) => {
			throw error;
		});
	}

	/** Due times to come have changed: it may sleep beyond the next one. */
	rescheduled(): void {
		Atomics.notify(this.#cells, metronomeCells.stop);
	}

	stop(): void {
		Atomics.store(this.#cells, metronomeCells.stop, 1);
		Atomics.notify(this.#cells, metronomeCells.stop);
	}
}
