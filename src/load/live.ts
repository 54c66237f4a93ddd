// What clients have experienced so far, kept small: counts of the last second and of the last two minutes, and the newest samples.
import {decodeRows, type Row} from './rows.ts';
import {outcomes} from '../timeline/sample.ts';
import type {LiveSample} from '../faults/fault.ts';

const bucketMs = 100;
const bucketsInSecond = 10;
const keptBuckets = 1200;
const keptSamples = 2048;

/** What ended when, by statuses in decimal for whole answers and outcome words for the rest. */
export interface LiveSeries {
	/** Of the first bucket's beginning, on the timeline. */
	readonly fromMs: number;
	readonly bucketMs: number;
	/** Oldest first; the last one is the last that is over. */
	readonly buckets: readonly Readonly<Record<string, number>>[];
}

export class LiveWindow {
	readonly #toTimelineMs: (sinceT0Ms: number) => number;
	/** By end time in buckets of 100 ms since t0. */
	readonly #buckets = new Map<number, Map<string, number>>();
	readonly #recent: LiveSample[] = [];

	constructor(toTimelineMs: (sinceT0Ms: number) => number) {
		this.#toTimelineMs = toTimelineMs;
	}

	push(payload: Uint8Array): void {
		decodeRows(payload, (row) => this.#add(row));
		if (this.#recent.length > keptSamples) this.#recent.splice(0, this.#recent.length - keptSamples);
		// Buckets come nearly in order of time: the first ones are the oldest.
		for (const bucket of this.#buckets.keys()) {
			if (this.#buckets.size <= keptBuckets + bucketsInSecond) break;
			this.#buckets.delete(bucket);
		}
	}

	/** Requests that ended in the second before `nowMs` (since t0): statuses in decimal for whole answers, outcome words for the rest. */
	counts(nowMs: number): Readonly<Record<string, number>> {
		const newest = Math.floor(nowMs / bucketMs);
		const counts: Record<string, number> = {};
		for (let bucket = newest - bucketsInSecond; bucket <= newest; bucket++) {
			for (const [word, count] of this.#buckets.get(bucket) ?? []) counts[word] = (counts[word] ?? 0) + count;
		}
		return counts;
	}

	/** Of the two minutes before `nowMs` (since t0). */
	series(nowMs: number): LiveSeries {
		const end = Math.max(0, Math.floor(nowMs / bucketMs));
		const first = Math.max(0, end - keptBuckets);
		const buckets = Array.from({length: end - first}, (_, index) => Object.fromEntries(this.#buckets.get(first + index) ?? []));
		return {fromMs: this.#toTimelineMs(first * bucketMs), bucketMs, buckets};
	}

	/** Newest last, at most 2048. */
	recent(): readonly LiveSample[] {
		return this.#recent.slice();
	}

	#add(row: Readonly<Row>): void {
		const endMs = row.dueMs + row.endUs / 1000;
		const outcome = outcomes[row.outcome] ?? 'unsent';
		const word = outcome === 'status' ? String(row.status) : outcome;
		const bucket = Math.floor(endMs / bucketMs);
		const words = this.#buckets.get(bucket) ?? new Map<string, number>();
		words.set(word, (words.get(word) ?? 0) + 1);
		this.#buckets.set(bucket, words);
		const good = outcome === 'status' && row.status < 400;
		const [dueAtMs, endedAtMs] = [this.#toTimelineMs(row.dueMs), this.#toTimelineMs(endMs)];
		this.#recent.push({id: row.id, status: row.status, good, upstream: row.upstream, dueAtMs, endedAtMs});
	}
}
