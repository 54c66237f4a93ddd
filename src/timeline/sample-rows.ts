// Reading single rows of a SampleSet: instants on the timeline instead of µs after due, and words instead of numbers.
import {outcomes, sampleFlags} from './sample.ts';
import type {Outcome, SampleSet} from './sample.ts';

/** Rows due in [fromMs, toMs): from `first` up to, not including, `end`. */
export function rowsDueIn(samples: SampleSet, fromMs: number, toMs: number): {readonly first: number; readonly end: number} {
	const first = firstDueFrom(samples, fromMs);
	return {first, end: Math.max(first, firstDueFrom(samples, toMs))};
}

/** The first row due at or after an instant; `count` where there is none. */
export function firstDueFrom(samples: SampleSet, atMs: number): number {
	let low = 0;
	let high = samples.count;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if (dueAtMs(samples, middle) < atMs) low = middle + 1;
		else high = middle;
	}

	return low;
}

export function dueAtMs(samples: SampleSet, row: number): number {
	return samples.dueMs[row] ?? Number.NaN;
}

/** When it was sent; when it was due, where it was never sent. */
export function sentAtMs(samples: SampleSet, row: number): number {
	return dueAtMs(samples, row) + Math.max(0, samples.sentUs[row] ?? 0) / 1000;
}

/** When it ended; infinity, where no end was noted. */
export function endedAtMs(samples: SampleSet, row: number): number {
	const endUs = samples.endUs[row] ?? -1;
	return endUs < 0 ? Number.POSITIVE_INFINITY : dueAtMs(samples, row) + endUs / 1000;
}

/** From due to end. */
export function latencyMs(samples: SampleSet, row: number): number {
	return endedAtMs(samples, row) - dueAtMs(samples, row);
}

export function wasSent(samples: SampleSet, row: number): boolean {
	return outcomeOf(samples, row) !== 'unsent';
}

export function isPost(samples: SampleSet, row: number): boolean {
	return hasFlag(samples, row, sampleFlags.post);
}

export function answeredByApp(samples: SampleSet, row: number): boolean {
	return hasFlag(samples, row, sampleFlags.answeredByApp);
}

export function outcomeOf(samples: SampleSet, row: number): Outcome {
	return outcomes[samples.outcome[row] ?? -1] ?? 'unsent';
}

export function statusOf(samples: SampleSet, row: number): number {
	return samples.status[row] ?? 0;
}

export function requestIdOf(samples: SampleSet, row: number): number {
	return samples.id[row] ?? -1;
}

/** What came, in a word: the status of a whole answer (`502`), else the outcome (`cut`). */
export function outcomeWord(samples: SampleSet, row: number): string {
	const outcome = outcomeOf(samples, row);
	return outcome === 'status' ? String(statusOf(samples, row)) : outcome;
}

/** A whole answer with a 2xx status, whoever made it: the client was told that it worked. */
export function toldSuccess(samples: SampleSet, row: number): boolean {
	const status = statusOf(samples, row);
	return outcomeOf(samples, row) === 'status' && status >= 200 && status < 300;
}

/** From request id to row. Ids are numbers in order of due time, so most are their own row. */
export function rowFinder(samples: SampleSet): (requestId: number) => number | undefined {
	let rows: Map<number, number> | undefined;
	return (requestId) => {
		if (requestId < samples.count && samples.id[requestId] === requestId) return requestId;
		rows ??= new Map(Array.from({length: samples.count}, (_, row) => [requestIdOf(samples, row), row]));
		return rows.get(requestId);
	};
}

function hasFlag(samples: SampleSet, row: number, flag: number): boolean {
	return ((samples.flags[row] ?? 0) & flag) !== 0;
}
