// The thread behind metronome.ts: sleeps until the next request is due, and says so.
import {parentPort, workerData} from 'node:worker_threads';
import {metronomeCells, type MetronomeData} from './metronome.ts';
import {monoNowMs} from './mono-clock.ts';

/** What is due within this time shares a tick: above 2000 requests per second it saves CPU, and costs this much lateness at most. */
const shortestTickMs = 0.5;

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Metronome is the only one who starts this thread.
beat(workerData as MetronomeData);

function beat({schedule, cells, t0MonoMs}: MetronomeData): void {
	let next = 0;
	while (next < schedule.length) {
		const waitMs = (schedule[next] ?? 0) + t0MonoMs - monoNowMs();
		if (waitMs > 0) Atomics.wait(cells, metronomeCells.stop, 0, waitMs);
		if (Atomics.load(cells, metronomeCells.stop) === 1) return;
		if (Atomics.exchange(cells, metronomeCells.pending, 1) === 0) parentPort?.postMessage(null, []);
		const nowMs = monoNowMs() - t0MonoMs;
		while (next < schedule.length && (schedule[next] ?? 0) <= nowMs) next++;
		while (next + 1 < schedule.length && (schedule[next + 1] ?? 0) < nowMs + shortestTickMs) next++;
	}
}
