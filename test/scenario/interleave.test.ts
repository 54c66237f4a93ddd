import test from 'ava';
import {interleave} from '../../src/scenario/interleave.ts';

function cells(names: string, repeats: number): readonly (readonly string[])[] {
	return Array.from(names, (name) => Array.from({length: repeats}, (_, index) => `${name}${index + 1}`));
}

test('two configs take turns, and each second repeat turns the order round', (t) => {
	const orders = [1, 2, 3, 4, 5, 6, 7, 8].map((seed) => interleave(cells('AB', 4), seed).join(' '));
	for (const order of orders) {
		t.regex(order, /^(?:A1 B1 B2 A2|B1 A1 A2 B2) (?:A3 B3 B4 A4|B3 A3 A4 B4)$/);
	}

	t.true(new Set(orders).size > 1, 'the seed decides who begins');
});

test('nothing is lost, nothing comes twice, and repeats come in order, for any number of cells', (t) => {
	for (const names of ['', 'A', 'ABC', 'ABCDEFG']) {
		for (const repeats of [1, 2, 5]) {
			const order = interleave(cells(names, repeats), 7);
			t.deepEqual(order.toSorted(), cells(names, repeats).flat().toSorted());
			t.deepEqual(
				order.map((item) => Number(item.slice(1))),
				order.map((item) => Number(item.slice(1))).toSorted((a, b) => a - b),
			);
		}
	}
});

test('the same seed gives the same order, and one repeat keeps the order in which the cells were written', (t) => {
	t.deepEqual(interleave(cells('ABCD', 6), 3), interleave(cells('ABCD', 6), 3));
	t.deepEqual(interleave(cells('DCBA', 1), 3), ['D1', 'C1', 'B1', 'A1']);
});
