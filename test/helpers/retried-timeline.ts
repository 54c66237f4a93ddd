// A timeline in which clients try again: each failed request gets one more try after the back-off, which is good where the caller says so.
import {sampleFlags, type SampleSet} from '../../src/timeline/sample.ts';
import type {Timeline} from '../../src/timeline/timeline.ts';

interface Try {
	readonly dueMs: number;
	readonly from: number;
	/** A further try, and whether it is good. */
	readonly again: {readonly id: number; readonly good: boolean} | null;
}

export function retriedTimeline(timeline: Timeline, backoffMs: number, isGood: (dueMs: number) => boolean): Timeline {
	const {samples} = timeline;
	const tries: Try[] = [];
	for (let row = 0; row < samples.count; row++) {
		const dueMs = samples.dueMs[row] ?? 0;
		tries.push({dueMs, from: row, again: null});
		if (samples.status[row] === 200) continue;
		const againMs = dueMs + (samples.endUs[row] ?? 0) / 1000 + backoffMs;
		tries.push({dueMs: againMs, from: row, again: {id: 1_000_000 + row, good: isGood(againMs)}});
	}
	return {
		...timeline,
		samples: fill(
			samples,
			tries.toSorted((a, b) => a.dueMs - b.dueMs),
		),
	};
}

function fill(given: SampleSet, tries: readonly Try[]): SampleSet {
	const pick = (column: ArrayLike<number>) => tries.map(({from}) => column[from] ?? 0);
	const samples = {
		count: tries.length,
		dueMs: Float64Array.from(tries, ({dueMs}) => dueMs),
		id: Uint32Array.from(tries, ({from, again}) => again?.id ?? given.id[from] ?? 0),
		firstId: Uint32Array.from(pick(given.id)),
		sentUs: Int32Array.from(pick(given.sentUs)),
		firstByteUs: Int32Array.from(pick(given.firstByteUs)),
		endUs: Int32Array.from(pick(given.endUs)),
		status: Uint16Array.from(pick(given.status)),
		outcome: Uint8Array.from(pick(given.outcome)),
		flags: Uint8Array.from(pick(given.flags)),
		upstream: Uint8Array.from(pick(given.upstream)),
	};
	for (const [row, {again}] of tries.entries()) {
		if (again?.good !== true) continue;
		samples.status[row] = 200;
		samples.flags[row] = (samples.flags[row] ?? 0) | sampleFlags.answeredByApp;
		samples.upstream[row] = 1;
	}
	return samples;
}
