// The order in which cells that are compared take turns: what changes on the machine with time must not favour one of them.
import {seededRandom} from '../load/random.ts';

/**
 * `cells[i][repeat]` are the items of cell i. Of two repeats the second has the first one's order turned round (A B, B A), so that a drift
 * strikes all alike; the order itself is drawn from the seed. With one repeat the cells stay as they come.
 */
export function interleave<Item>(cells: readonly (readonly Item[])[], seed: number): readonly Item[] {
	const repeats = Math.max(0, ...cells.map(({length}) => length));
	if (repeats < 2) {
		return cells.flat();
	}

	const random = seededRandom(seed);
	let order: readonly (readonly Item[])[] = [];
	return Array.from({length: repeats}, (_, repeat) => {
		order = repeat % 2 === 0 ? shuffled(cells, random) : order.toReversed();
		return order.flatMap((cell) => cell.slice(repeat, repeat + 1));
	}).flat();
}

function shuffled<Item>(items: readonly Item[], random: () => number): readonly Item[] {
	return items
		.map((item) => ({item, at: random()}))
		.toSorted((a, b) => a.at - b.at)
		.map(({item}) => item);
}
