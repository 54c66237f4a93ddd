// Splits a plan into shards, the same whoever computes it: each machine of a CI job works out its own part alone.

/** Run ids of each of the shards, each in the order of the plan. `timesMs` are measured times by run id; without any, in turn. */
export function splitShards(
	ids: readonly string[],
	of: number,
	timesMs: ReadonlyMap<string, number> = new Map(),
): readonly (readonly string[])[] {
	const shards = Array.from({length: of}, () => ({loadMs: 0, ids: new Set<string>()}));
	for (const {id, ms} of longestFirst(ids, timesMs)) {
		const lightest = shards.reduce((least, shard) => (shard.loadMs < least.loadMs ? shard : least));
		lightest.ids.add(id);
		lightest.loadMs += ms;
	}

	return shards.map((shard) => ids.filter((id) => shard.ids.has(id)));
}

/** Runs of equal length keep the order of the plan. */
function longestFirst(ids: readonly string[], timesMs: ReadonlyMap<string, number>): readonly {readonly id: string; readonly ms: number}[] {
	const known = ids.flatMap((id) => timeOf(id, timesMs) ?? []);
	const usualMs = known.length === 0 ? 1 : known.reduce((sum, ms) => sum + ms, 0) / known.length;
	return ids.map((id) => ({id, ms: timeOf(id, timesMs) ?? usualMs})).sort((a, b) => b.ms - a.ms);
}

/** A repeat that was not measured takes as long as another of its cell. */
function timeOf(id: string, timesMs: ReadonlyMap<string, number>): number | undefined {
	return timesMs.get(id) ?? timesMs.get(id.replace(/\.\d+$/, '.1'));
}
