import test from 'ava';
import {splitShards} from '../../src/scenario/split-shards.ts';

const ids = Array.from({length: 11}, (_, index) => `s${index}.nginx.default.1`);

test('every run is in exactly one shard, in the order of the plan', (t) => {
	for (const count of [1, 2, 3, 8, 20]) {
		const shards = splitShards(ids, count);
		t.is(shards.length, count);
		t.deepEqual(shards.flat().toSorted(), ids.toSorted());
		for (const shard of shards)
			t.deepEqual(
				shard,
				ids.filter((id) => shard.includes(id)),
			);
	}
});

test('without times the runs are dealt out evenly', (t) => {
	t.deepEqual(
		splitShards(ids, 3).map(({length}) => length),
		[4, 4, 3],
	);
	t.deepEqual(splitShards(ids, 3)[0], [ids[0], ids[3], ids[6], ids[9]]);
});

test('with times the shards take about as long as each other', (t) => {
	const times = new Map(ids.map((id, index) => [id, index === 0 ? 60_000 : 6000]));
	const shards = splitShards(ids, 2, {timesMs: times});
	t.deepEqual(shards[0], [ids[0]]);
	t.is(shards[1]?.length, 10);
});

test('the times of an earlier report do not depend on its order, and what it does not know takes as long as the rest', (t) => {
	const times = new Map(ids.slice(0, 8).map((id, index) => [id, 1000 * (index + 1)]));
	const turned = new Map([...times].toReversed());
	t.deepEqual(splitShards(ids, 3, {timesMs: times}), splitShards(ids, 3, {timesMs: turned}));
	const sums = splitShards(ids, 3, {timesMs: times}).map((shard) => shard.reduce((sum, id) => sum + (times.get(id) ?? 4500), 0));
	t.true(Math.max(...sums) - Math.min(...sums) <= 4500, sums.join());
});

test('a repeat that was not measured takes as long as the first of its cell', (t) => {
	const repeats = ['a.nginx.default.1', 'a.nginx.default.2', 'b.nginx.default.1', 'b.nginx.default.2'];
	const times = new Map([
		['a.nginx.default.1', 60_000],
		['b.nginx.default.1', 1000],
	]);
	t.deepEqual(splitShards(repeats, 2, {timesMs: times}), [
		['a.nginx.default.1', 'b.nginx.default.1'],
		['a.nginx.default.2', 'b.nginx.default.2'],
	]);
});

test('runs that are compared with each other stay together, unless shards would be left without any', (t) => {
	const compared = [1, 2, 3, 4].flatMap((repeat) => ['a', 'b'].map((config) => `hang.nginx.${config}.${repeat}`));
	t.deepEqual(splitShards(compared, 2, {groupOf}), [
		['hang.nginx.a.1', 'hang.nginx.b.1', 'hang.nginx.a.3', 'hang.nginx.b.3'],
		['hang.nginx.a.2', 'hang.nginx.b.2', 'hang.nginx.a.4', 'hang.nginx.b.4'],
	]);
	t.deepEqual(
		splitShards(compared, 8, {groupOf}),
		compared.map((id) => [id]),
	);
});

/** By repeat. */
function groupOf(id: string): string {
	return id.split('.').at(-1) ?? id;
}
