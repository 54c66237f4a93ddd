// A transaction of another program locks the table that the apps use, and stays open: a migration, or somebody's forgotten BEGIN. Each statement
// of an app waits for it and holds a connection meanwhile, so a few of them hold the whole pool, and all other requests wait for that.
import type {Witness} from '../timeline/timeline.ts';
import {databaseFault, databaseLines, waitingCounter} from './database-fault.ts';
import type {Collected, Fault} from './fault.ts';

/**
 * A transaction of another program locks the table that the apps use, and stays open.
 * @example databaseLock()
 */
export function databaseLock(options: Readonly<Record<string, never>> = {}): Fault {
	return databaseFault({
		kind: 'database-lock',
		options,
		hold: 'lock',
		describe: 'a transaction of another program locks the table that the apps use, and stays open',
		effect: {withinMs: 100, goneWithinMs: 250},
		heldWords: () => 'the database granted the lock on the whole table to another program',
		witness: witnessOf,
	});
}

/** The database has seen sessions of apps wait, and said so in its log. */
function witnessOf({events}: Collected): Witness {
	const waiting = events.findLast((event) => event.kind === 'counter' && event.name === waitingCounter);
	const count = waiting?.kind === 'counter' ? waiting.value : 0;
	const said = databaseLines(events, 'lock-wait');
	return {
		count: said.length === 0 ? 0 : count,
		unit: 'sessions of apps that waited for the lock at once',
		evidence: [
			`pg_stat_activity: ${count} sessions of apps waited for a lock at once`,
			...(said.length === 0 ? ["no line of the database's log tells of a session that waited for a lock"] : said.slice(0, 3)),
		],
	};
}
