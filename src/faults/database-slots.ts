// Other programs hold all connection slots of the database but the superuser's reserve: a leak elsewhere, or one deploy too many with a pool
// of its own. An app that needs a new connection is refused by the database, at once and in its words; one that has its own goes on.
import type {Witness} from '../timeline/timeline.ts';
import {databaseFault, databaseLines} from './database-fault.ts';
import type {Collected, Fault} from './fault.ts';

/**
 * Other programs hold all connection slots of the database.
 * @example databaseSlots()
 */
export function databaseSlots(options: Readonly<Record<string, never>> = {}): Fault {
	return databaseFault({
		kind: 'database-slots',
		options,
		hold: 'slots',
		describe: 'other programs hold all connection slots of the database',
		// Each of them is a process that the database starts.
		effect: {withinMs: 750, goneWithinMs: 250},
		heldWords: (held) => `the database had no slot left but the superuser's, ${held} were other programs', and none was an app's`,
		unmet: (pools) =>
			pools.some(({reuse}) => !reuse)
				? null
				: 'takes all slots that are free, and apps that keep their connections need none: write `pool: {reuse: false}`',
		witness: witnessOf,
	});
}

function witnessOf({events}: Collected): Witness {
	const refused = databaseLines(events, 'connections-exhausted');
	return {count: refused.length, unit: 'connections of apps that the database refused', evidence: refused.slice(0, 3)};
}
