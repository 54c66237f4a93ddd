// The database behind the apps: what an app is told of its pool, and the words of the protocol between harness and database helper.

/** Of an app's pool of connections to the database. */
export interface PoolSettings {
	/** The most that it holds. */
	readonly connections: number;
	/** How long a request waits for one of them before it fails; null: without end. */
	readonly waitMs: number | null;
	/** Whether a connection is used again; else there is a new one for each request. */
	readonly reuse: boolean;
}

/** Its container, and its name on the network. */
export const databaseName = 'database';

/** Roles that its image knows: the apps', and that of another program. */
export const databaseRoles = {app: 'app', other: 'other'} as const;

/** Where an app with a pool, and the helper, reach it. */
export const databaseUrl: string = `postgres://${databaseRoles.app}@${databaseName}/app`;

/**
 * What is held of a database.
 * - `slots`: all its connection slots but the superuser's, by another program. - `lock`: the table that the apps use, by a transaction that
 *   stays open.
 */
export type DatabaseHold = 'slots' | 'lock';

/** By database helpers. */
export type DatabaseCommand =
	/** Waits for the database beside it. Replies with an `OpenedDatabase`. */
	| {readonly command: 'open-database'}
	/** Replies with a `HeldDatabase` when it is held. */
	| {readonly command: 'hold-database'; readonly hold: DatabaseHold}
	/** Replies with a `HeldDatabase` when nothing is held any more. */
	| {readonly command: 'release-database'};

export interface OpenedDatabase {
	readonly version: string;
}

/** [fromMonoMs, toMonoMs] holds the instant from which on it was held, or was no more. The counts are those of pg_stat_activity. */
export interface HeldDatabase {
	readonly fromMonoMs: number;
	readonly toMonoMs: number;
	/** Sessions that hold something. */
	readonly held: number;
	/** The most sessions of the apps that waited for a lock at once, since it was held. */
	readonly waiting: number;
}
