import test from 'ava';
import {collectSamples, mergeSampleSets} from '../../src/load/collect.ts';
import {RowBatch, type Row} from '../../src/load/rows.ts';
import {outcomes} from '../../src/timeline/sample.ts';

const schedule = Float64Array.from({length: 10}, (_, index) => index * 10);
const row: Row = {id: 1, firstId: 1, dueMs: 0, sentUs: 5, firstByteUs: 100, endUs: 200, status: 200, outcome: 0, flags: 4, upstream: 1};
const share = {index: 0, count: 1};

function payload(rows: readonly Row[]): Uint8Array {
	const batch = new RowBatch(rows.length);
	for (const each of rows) batch.push(each);
	return batch.take() ?? new Uint8Array();
}

test('rows in any order become columns ordered by due time', (t) => {
	const rows = [3, 1, 2].map((id) => ({...row, id, firstId: id, dueMs: (id - 1) * 10, endUs: id}));
	const samples = collectSamples({payloads: rows.map((each) => payload([each])), schedule, stopAtMs: 20, share, t0Ms: 1000});
	t.is(samples.count, 3);
	t.deepEqual([...samples.id], [1, 2, 3]);
	t.deepEqual([...samples.dueMs], [1000, 1010, 1020]);
	t.deepEqual([...samples.endUs], [1, 2, 3]);
});

test('a request that should have been and of which no row tells is unsent', (t) => {
	const samples = collectSamples({payloads: [payload([row])], schedule, stopAtMs: 35, share, t0Ms: 0});
	t.is(samples.count, 4);
	t.deepEqual(
		[...samples.outcome].map((index) => outcomes[index]),
		['status', 'unsent', 'unsent', 'unsent'],
	);
	t.deepEqual([...samples.sentUs], [5, -1, -1, -1]);
});

test('what was sent after a late stop is kept', (t) => {
	const samples = collectSamples({payloads: [payload([{...row, id: 6, firstId: 6, dueMs: 50}])], schedule, stopAtMs: 35, share, t0Ms: 0});
	t.is(samples.count, 6);
	t.is(samples.status[5], 200);
});

test('retries, which are not in the schedule, are sorted in', (t) => {
	const retry = {...row, id: 11, firstId: 1, dueMs: 15};
	const samples = collectSamples({payloads: [payload([retry, row])], schedule, stopAtMs: 25, share, t0Ms: 0});
	t.deepEqual([...samples.id], [1, 2, 11, 3]);
	t.deepEqual([...samples.firstId], [1, 2, 1, 3]);
});

test('the shares of several generators make up the whole schedule', (t) => {
	const sets = [0, 1, 2].map((index) => {
		const rows = [0, 3, 6, 9]
			.map((at) => at + index)
			.filter((at) => at < 10)
			.map((at) => ({...row, id: at + 1, firstId: at + 1, dueMs: at * 10}));
		return collectSamples({payloads: [payload(rows)], schedule, stopAtMs: 1000, share: {index, count: 3}, t0Ms: 0});
	});
	t.deepEqual(
		sets.map((set) => set.count),
		[4, 3, 3],
	);
	const merged = mergeSampleSets(sets);
	t.deepEqual([...merged.id], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
	t.true([...merged.outcome].every((outcome) => outcome === 0));
});
