// What changed since the baseline, joined over the shards of a plan, each of which looked at its own cells.
import type {BaselineComparison} from '../compare/compare-baseline.ts';
import type {Report} from './report.ts';
import {cellOf} from './run-phrases.ts';

/** Null unless all parts were held against the same report. `runs` are the ids of the joined runs, in order. */
export function joinBaselines(parts: readonly Report['baseline'][], runs: readonly string[]): BaselineComparison | null {
	const found = parts.flatMap((part) => part ?? []);
	const [first] = found;
	const isOne = found.length === parts.length && found.every(({startedAt}) => startedAt === first?.startedAt);
	if (first === undefined || !isOne) return null;
	const cells = [...new Set(runs.map(cellOf))];
	const added = new Set(found.flatMap((part) => part.new));
	// A shard that was run twice tells of its cells twice.
	const changed = new Map(found.flatMap((part) => part.changed).map((change) => [`${change.cell} ${change.what}`, change]));
	const touched = new Set([...changed.values()].map(({cell}) => cell));
	return {
		...first,
		warnings: union(found.map(({warnings}) => warnings)),
		new: cells.filter((cell) => added.has(cell)),
		gone: union(found.map(({gone}) => gone)),
		changed: [...changed.values()].sort((a, b) => cells.indexOf(a.cell) - cells.indexOf(b.cell)),
		same: cells.filter((cell) => !added.has(cell) && !touched.has(cell)).length,
	};
}

function union(lists: readonly (readonly string[])[]): readonly string[] {
	return [...new Set(lists.flat())];
}
