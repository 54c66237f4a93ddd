// The app waits for a connection to its database, or is refused one. The database's log or the app's own has to say so: from the gateway both
// look like an app that answers with errors, or that is slow.
import {eventsOfKind} from '../../timeline/events-of-kind.ts';
import type {ServerLogEvent, ServerMeaning} from '../../timeline/timeline.ts';
import type {DiagnosisRule} from '../rule.ts';
import {has} from '../run/trouble.ts';
import type {Trouble} from '../run/trouble.ts';
import {clientsGot, gatewayWords, names, requestWords} from '../run/words.ts';

interface Row {
	readonly kind: string;
	readonly summary: string;
	readonly says: readonly ServerMeaning[];
	/** A request is explained where this was said within this time of it. */
	readonly withinMs: number;
	readonly explains: (trouble: Trouble) => boolean;
	readonly cause: (told: readonly ServerLogEvent[]) => string;
	readonly advice: string;
}

/** Each session that waits says so once, however long it waits. */
const longestWaitMs = 60_000;

const rows: readonly Row[] = [
	{
		kind: 'database-slots-exhausted',
		summary: 'the database had no connection slot left, and refused the app',
		says: ['connections-exhausted'],
		withinMs: 2500,
		explains: isOwnError,
		cause: () => 'the database had no connection slot left for the app, which answered with errors of its own',
		advice:
			'See who holds them: SELECT usename, application_name, state, count(*) FROM pg_stat_activity GROUP BY 1, 2, 3. Apps × processes × size of the pool must stay under max_connections less superuser_reserved_connections; smaller pools, or PgBouncer before the database; idle_session_timeout for what nobody uses.',
	},
	{
		kind: 'database-pool-exhausted',
		summary:
			"the app's pool of database connections was held, by statements that waited for a lock or were slow; requests waited for a connection",
		says: ['pool-exhausted', 'lock-wait'],
		withinMs: longestWaitMs,
		explains: (trouble) => isOwnError(trouble) || (trouble.what === 'failed' && !trouble.byApp && has(trouble, 'http_response_timeout')),
		cause: (told) =>
			`the app had no connection to its database free${told.some(({meaning}) => meaning === 'lock-wait') ? ', for its statements waited for a lock' : ''}`,
		advice:
			"Find who holds the lock: SELECT pid, pg_blocking_pids(pid), query FROM pg_stat_activity WHERE wait_event_type = 'Lock'; and who has forgotten a transaction: state = 'idle in transaction'. lock_timeout for migrations, idle_in_transaction_session_timeout for all, a time-out of the pool that is shorter than the gateway's read time-out. A larger pool only waits with more.",
	},
];

export const databaseRules: readonly DiagnosisRule[] = rows.map(({kind, summary, says, withinMs, explains, cause, advice}) => ({
	kind,
	summary,
	find({events}, left) {
		const told = eventsOfKind(events, 'server-log').filter(({meaning}) => meaning !== null && says.includes(meaning));
		const hit = left.filter(
			(trouble) => explains(trouble) && told.some(({atMs}) => trouble.endMs >= atMs - withinMs && trouble.sentMs <= atMs + withinMs),
		);
		if (hit.length === 0) return null;
		return {
			cause: `${cause(told)} (${names(told.map(({part}) => part))}, ${told.length} lines); clients got ${clientsGot(hit)}`,
			confidence: 'certain',
			advice,
			evidence: [
				...says.flatMap((meaning) => told.filter((event) => event.meaning === meaning).slice(0, 2)).map(({raw}) => raw),
				...gatewayWords(hit, 2),
				...requestWords(hit, 2),
			],
			explains: hit,
		};
	},
}));

/** It waited or was refused, and said so itself. */
function isOwnError({what, byApp, outcome, status}: Trouble): boolean {
	return what === 'failed' && byApp && outcome === 'status' && status >= 500;
}
