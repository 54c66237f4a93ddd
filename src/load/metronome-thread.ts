// The thread behind metronome.ts: sleeps until the next request is due, and says so.
import {parentPort, workerData} from 'node:worker_threads';
import {monoNowMs} from './mono-clock.ts';

/** This file as the entry of a thread; by its own address, so that it is found as TypeScript and as built JavaScript. */
export const metronomeThreadUrl = new URL(import.meta.url);

/** Cells: the sender has not taken the last tick yet; set to 1 and notified to end the thread. */
export const metronomeCells = {pending: 0, stop: 1} as const;

export interface MetronomeData {
	readonly thread: 'metronome';
	readonly schedule: Float64Array<SharedArrayBuffer>;
	readonly cells: Int32Array<SharedArrayBuffer>;
	readonly t0MonoMs: number;
}

/** Requests that are due closer to each other than this (above 2000 per second) share ticks; those further apart have one each. */
const sharedBelowMs = 0.45;
/** The length of a shared tick: it saves CPU, and costs this much lateness at most. */
const sharedTickMs = 1;

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- told from the data of other threads by its word.
const data = workerData as MetronomeData | {readonly thread?: undefined} | null;
if (data?.thread === 'metronome') beat(data);

function beat({schedule, cells, t0MonoMs}: MetronomeData): void {
	let next = 0;
	while (next < schedule.length) {
		const waitMs = (schedule[next] ?? 0) + t0MonoMs - monoNowMs();
		if (Atomics.load(cells, metronomeCells.stop) === 1) return;
		if (waitMs > 0) {
			// Woken early where the schedule has changed, or to end.
			Atomics.wait(cells, metronomeCells.stop, 0, waitMs);
			continue;
		}
		if (Atomics.exchange(cells, metronomeCells.pending, 1) === 0) parentPort?.postMessage(null, []);
		const nowMs = monoNowMs() - t0MonoMs;
		while (next < schedule.length && (schedule[next] ?? 0) <= nowMs) next++;
		while (next + 1 < schedule.length && sharesTick(schedule[next] ?? 0, schedule[next + 1] ?? 0, nowMs)) next++;
	}
}

function sharesTick(dueMs: number, followingMs: number, nowMs: number): boolean {
	return followingMs - dueMs < sharedBelowMs && followingMs < nowMs + sharedTickMs;
}
