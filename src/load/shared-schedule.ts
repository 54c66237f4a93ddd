// The due times of one generator, in memory that its threads share: the sender and its metronome read them, the main thread rewrites those
// to come when a window begins whose steps change the rate.
import {makeSchedule, scheduleRoom, type WindowStarts} from './schedule.ts';
import type {OpenLoopOrder} from './load.ts';

export class SharedSchedule {
	/** Ascending, ms since t0; infinite where no request is due. */
	readonly dueMs: Float64Array<SharedArrayBuffer>;
	readonly #order: OpenLoopOrder;

	constructor(order: OpenLoopOrder) {
		this.#order = order;
		this.dueMs = new Float64Array(new SharedArrayBuffer(8 * Math.ceil(scheduleRoom(order) / order.share.count)));
		this.write(this.computed({}));
	}

	/** Due times of all generators; those before the newest beginning are what they were. */
	computed(starts: WindowStarts): Float64Array {
		return makeSchedule(this.#order, starts);
	}

	/** Takes a millisecond or two, also for a million requests. */
	write(whole: Float64Array): void {
		const {index, count} = this.#order.share;
		for (let at = 0; at < this.dueMs.length; at++) this.dueMs[at] = whole[index + at * count] ?? Number.POSITIVE_INFINITY;
	}
}
