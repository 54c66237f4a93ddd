import type {Manifest} from './manifest.ts';

/** All shards of one plan; a report of the whole plan is all of it. */
export function allCame(reports: readonly Pick<Manifest, 'shard'>[]): boolean {
	const [first] = reports;
	if (first === undefined) return false;
	return first.shard === null || new Set(reports.map(({shard}) => shard?.index)).size === first.shard.of;
}
