// Turns the rows that generators stream out into a SampleSet. Pure: rows and schedule in, columns out.
import {decodeRows, type Row} from './rows.ts';
import type {GeneratorShare} from './schedule.ts';
import {never, outcomes, type SampleSet} from '../timeline/sample.ts';

export interface CollectOptions {
	/** Rows as they came, in any order. */
	readonly payloads: readonly Uint8Array[];
	/** Due times of all requests that could have been, ms since t0. Request number i + 1 is due at `schedule[i]`. */
	readonly schedule: Float64Array;
	/** Requests due later than this (ms since t0) were not meant to be sent, unless a row says that they were. */
	readonly stopAtMs: number;
	/** The part of the schedule that this generator had. */
	readonly share: GeneratorShare;
	/** t0 on the timeline. */
	readonly t0Ms: number;
	/** Milliseconds of the timeline in one of the generator's clock. Default 1: it is the same clock. */
	readonly rate?: number;
}

/** The samples of one generator, ordered by due time. A request that should have been and of which no row tells is `unsent`. */
export function collectSamples({payloads, schedule, stopAtMs, share, t0Ms, rate = 1}: CollectOptions): SampleSet {
	const expected = expectedCount(payloads, schedule, stopAtMs);
	const scheduled = Math.max(0, Math.ceil((expected - share.index) / share.count));
	const extraRows: Row[] = [];
	const columns = allocateSamples(scheduled);
	for (let index = 0; index < scheduled; index++) {
		const position = share.index + index * share.count;
		columns.dueMs[index] = t0Ms + rate * (schedule[position] ?? 0);
		columns.id[index] = position + 1;
		columns.sentUs[index] = never;
		columns.firstByteUs[index] = never;
		columns.endUs[index] = never;
		columns.outcome[index] = unsent;
	}
	for (const payload of payloads) {
		decodeRows(payload, (row) => {
			// Retries are not in the schedule: they are sorted in below.
			if (row.id !== row.firstId) extraRows.push({...row});
			else setRow(columns, (row.id - 1 - share.index) / share.count, row, t0Ms + rate * row.dueMs);
		});
	}
	if (extraRows.length === 0) return columns;
	const extra = allocateSamples(extraRows.length, {retries: true});
	for (const [index, row] of extraRows.toSorted((a, b) => a.dueMs - b.dueMs).entries()) setRow(extra, index, row, t0Ms + rate * row.dueMs);
	return mergeSampleSets([columns, extra]);
}

/** One set of several generators' samples, ordered by due time. Each is on the timeline already, whatever the generator's own clock. */
export function mergeSampleSets(sets: readonly SampleSet[]): SampleSet {
	const [only] = sets;
	if (only !== undefined && sets.length === 1) return only;
	const retries = sets.some((set) => set.firstId !== set.id);
	const merged = allocateSamples(
		sets.reduce((total, set) => total + set.count, 0),
		{retries},
	);
	const cursors = sets.map(() => 0);
	for (let index = 0; index < merged.count; index++) {
		let earliest = -1;
		let earliestDueMs = Number.POSITIVE_INFINITY;
		for (const [which, set] of sets.entries()) {
			const dueMs = set.dueMs[cursors[which] ?? 0] ?? Number.POSITIVE_INFINITY;
			if (dueMs < earliestDueMs) {
				earliest = which;
				earliestDueMs = dueMs;
			}
		}
		const set = sets[earliest];
		if (set === undefined) throw new RangeError('expected due times that are numbers, and one set has none');
		copySample(set, cursors[earliest] ?? 0, merged, index);
		cursors[earliest] = (cursors[earliest] ?? 0) + 1;
	}
	return merged;
}

/** Columns of zeros. Without retries first ids are ids, and take no memory of their own. */
export function allocateSamples(count: number, {retries}: {readonly retries: boolean} = {retries: false}): SampleSet {
	const id = new Uint32Array(count);
	return {
		count,
		dueMs: new Float64Array(count),
		id,
		firstId: retries ? new Uint32Array(count) : id,
		sentUs: new Int32Array(count),
		firstByteUs: new Int32Array(count),
		endUs: new Int32Array(count),
		status: new Uint16Array(count),
		outcome: new Uint8Array(count),
		flags: new Uint8Array(count),
		upstream: new Uint8Array(count),
	};
}

const unsent = outcomes.indexOf('unsent');

/** How many requests of the schedule were due: up to the stop, or up to the last one that was sent where the stop came late. */
function expectedCount(payloads: readonly Uint8Array[], schedule: Float64Array, stopAtMs: number): number {
	let count = schedule.findIndex((dueMs) => dueMs > stopAtMs);
	if (count < 0) count = schedule.length;
	for (const payload of payloads) {
		decodeRows(payload, ({id, firstId}) => {
			if (id === firstId && id > count) count = id;
		});
	}
	return count;
}

function setRow(columns: SampleSet, index: number, row: Readonly<Row>, dueMs: number): void {
	columns.dueMs[index] = dueMs;
	columns.id[index] = row.id;
	columns.firstId[index] = row.firstId;
	columns.sentUs[index] = row.sentUs;
	columns.firstByteUs[index] = row.firstByteUs;
	columns.endUs[index] = row.endUs;
	columns.status[index] = row.status;
	columns.outcome[index] = row.outcome;
	columns.flags[index] = row.flags;
	columns.upstream[index] = row.upstream;
}

function copySample(from: SampleSet, fromIndex: number, to: SampleSet, toIndex: number): void {
	to.dueMs[toIndex] = from.dueMs[fromIndex] ?? 0;
	to.id[toIndex] = from.id[fromIndex] ?? 0;
	to.firstId[toIndex] = from.firstId[fromIndex] ?? 0;
	to.sentUs[toIndex] = from.sentUs[fromIndex] ?? never;
	to.firstByteUs[toIndex] = from.firstByteUs[fromIndex] ?? never;
	to.endUs[toIndex] = from.endUs[fromIndex] ?? never;
	to.status[toIndex] = from.status[fromIndex] ?? 0;
	to.outcome[toIndex] = from.outcome[fromIndex] ?? unsent;
	to.flags[toIndex] = from.flags[fromIndex] ?? 0;
	to.upstream[toIndex] = from.upstream[fromIndex] ?? 0;
}
