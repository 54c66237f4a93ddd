// Splits a plan into shards, the same whoever computes it: each machine of a CI job works out its own part alone.

export interface ShardOptions {
	/** Measured times by run id; without any, runs are dealt out in turn. */
	readonly timesMs?: ReadonlyMap<string, number>;
	/** Runs of one name stay together where there are enough names for all shards. Default: each run has its own. */
	readonly groupOf?: (id: string) => string;
}

/** Run ids of each of the shards, each in the order of the plan. */
export function splitShards(
	ids: readonly string[],
	of: number,
	{timesMs = new Map(), groupOf = (id) => id}: ShardOptions = {},
): readonly (readonly string[])[] {
	const shards = Array.from({length: of}, () => ({loadMs: 0, ids: new Set<string>()}));
	const groups = [...Map.groupBy(ids, groupOf).values()];
	for (const {together, ms} of longestFirst(groups.length < of ? ids.map((id) => [id]) : groups, ids, timesMs)) {
		const lightest = shards.reduce((least, shard) => (shard.loadMs < least.loadMs ? shard : least));
		for (const id of together) lightest.ids.add(id);
		lightest.loadMs += ms;
	}

	return shards.map((shard) => ids.filter((id) => shard.ids.has(id)));
}

/** Those of equal length keep the order of the plan. */
function longestFirst(
	groups: readonly (readonly string[])[],
	ids: readonly string[],
	timesMs: ReadonlyMap<string, number>,
): readonly {readonly together: readonly string[]; readonly ms: number}[] {
	const known = ids.flatMap((id) => timeOf(id, timesMs) ?? []);
	const usualMs = known.length === 0 ? 1 : known.reduce((sum, ms) => sum + ms, 0) / known.length;
	return groups
		.map((together) => ({together, ms: together.reduce((sum, id) => sum + (timeOf(id, timesMs) ?? usualMs), 0)}))
		.sort((a, b) => b.ms - a.ms);
}

/** A repeat that was not measured takes as long as another of its cell. */
function timeOf(id: string, timesMs: ReadonlyMap<string, number>): number | undefined {
	return timesMs.get(id) ?? timesMs.get(id.replace(/\.\d+$/, '.1'));
}
