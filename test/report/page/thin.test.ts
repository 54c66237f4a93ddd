import test from 'ava';
import {highest, lowest, thinColumns, worstOutcomes} from '../../../src/report/page/thin.ts';
import {randomFrom} from '../../helpers/timeline-builder.ts';

const isGood = (name: string): boolean => name === '200';

test('columns cover every bucket of the view once, and are never more than asked for but for the first', (t) => {
	const random = randomFrom(3);
	for (let round = 0; round < 500; round++) {
		const from = Math.floor(random() * 1000);
		const to = from + 1 + Math.floor(random() * 100_000);
		const most = 1 + Math.floor(random() * 900);
		const columns = thinColumns(from, to, most);
		t.true(columns.length <= most + 1);
		t.true((columns[0]?.first ?? 0) <= from);
		t.is(columns.at(-1)?.end, to);
		t.true(columns.every(({first, end}, index) => first < end && (index === 0 || columns[index - 1]?.end === first)));
	}
});

test('borders of columns stay where they are while the view moves', (t) => {
	const one = thinColumns(0, 10_000, 500).map(({first}) => first);
	const other = thinColumns(37, 10_037, 500).map(({first}) => first);
	t.true(other.slice(0, 400).every((first) => one.includes(first)));
});

test('a single failed request shows in the column that stands for it, however long the run and wherever it failed', (t) => {
	const random = randomFrom(11);
	for (let round = 0; round < 300; round++) {
		const buckets = 1 + Math.floor(random() * 40_000);
		const place = Math.floor(random() * buckets);
		const good = Array.from({length: buckets}, () => 20);
		good[place] = 19;
		const failed = Array.from({length: buckets}, () => 0);
		failed[place] = 1;
		const columns = thinColumns(0, buckets, 1 + Math.floor(random() * 800));
		const thin = worstOutcomes({200: good, 502: failed}, columns, isGood);
		const own = columns.findIndex(({first, end}) => first <= place && place < end);
		t.deepEqual(
			thin['502']?.flatMap((count, column) => (count > 0 ? [column] : [])),
			[own],
		);
		t.is(thin['200']?.[own], 19);
	}
});

test('a bucket in which everything failed is drawn as such, and not as the mean of its column', (t) => {
	const thin = worstOutcomes({200: [20, 20, 0, 20], 502: [0, 0, 20, 0]}, thinColumns(0, 4, 1), isGood);
	t.deepEqual(thin, {200: [0], 502: [20]});
});

test('a drop of the load alone is no failure: the column is as high as its fullest bucket', (t) => {
	t.deepEqual(worstOutcomes({200: [20, 3, 20, 20]}, thinColumns(0, 4, 2), isGood), {200: [20, 20]});
});

test('where each bucket has a column, it is what the column shows', (t) => {
	const outcomes = {200: [3, 0, 5], 502: [0, 4, 1], cut: [1, 0, 0]};
	t.deepEqual(worstOutcomes(outcomes, thinColumns(0, 3, 10), isGood), outcomes);
});

test('the highest latency and the lowest throughput of a column count, and null where it has none', (t) => {
	const columns = thinColumns(0, 4, 2);
	t.deepEqual(highest([1, 900, null, null], columns), [900, null]);
	t.deepEqual(lowest([200, 0, null, 7], columns), [0, 7]);
});
