// The app's side of its database: a pool of connections by node-postgres, one statement a request, and the app's own words where it fails.
import {appendFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {loadPg} from './load-pg.ts';
import type {PgPool} from './load-pg.ts';
import type {Exchange} from './exchange.ts';
import {appLogName} from './upstream.ts';
import type {PoolSettings} from './upstream.ts';

export interface DatabaseParts {
	readonly url: string;
	readonly pool: PoolSettings;
	/** The app's log lies beside it. */
	readonly journalPath: string;
}

export class Database {
	readonly #pool: PgPool;
	readonly #logPath: string;

	constructor({url, pool: {connections, waitMs, reuse}, journalPath}: DatabaseParts) {
		const {Pool} = loadPg();
		this.#pool = new Pool({
			connectionString: url,
			max: connections,
			connectionTimeoutMillis: waitMs ?? 0,
			...(reuse ? {} : {maxUses: 1}),
		});
		this.#logPath = join(dirname(journalPath), appLogName);
		// Of a connection that nobody uses at the moment.
		this.#pool.on('error', (error: unknown) => {
			this.#log(`idle connection: ${wordsOf(error)}`);
		});
	}

	/** A row is read, or, for a keyed POST, written. `onDone` hears a word for what went wrong, or null. */
	ask({method, target, id, key}: Pick<Exchange, 'method' | 'target' | 'id' | 'key'>, onDone: (problem: string | null) => void): void {
		void this.#query(key, id).then((error) => {
			if (error !== null) this.#log(`${method} ${target}: ${wordsOf(error)}`);
			onDone(error === null ? null : problemOf(error));
			return error;
		});
	}

	/** Gives what went wrong, or null. */
	async #query(key: string | null, id: number | null): Promise<unknown> {
		try {
			await (key === null
				? this.#pool.query('SELECT note FROM items WHERE id = $1', [1 + (Math.abs(id ?? 0) % rowsAtFirst)])
				: this.#pool.query('INSERT INTO items (note) VALUES ($1)', [key]));
			return null;
		} catch (error) {
			return error ?? new Error('no reason was given');
		}
	}

	#log(words: string): void {
		appendFileSync(this.#logPath, `${new Date().toISOString()} error: ${words}\n`);
	}
}

/** As many as its image has been given. */
const rowsAtFirst = 100;

function wordsOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}

/** The database's own code (`53300`), the kernel's (`ECONNREFUSED`), or that none of the pool was free in time. */
function problemOf(error: unknown): string {
	if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string') {
		return error.code;
	}

	return /timeout exceeded when trying to connect/.test(wordsOf(error)) ? poolTimeout : 'database';
}

/** In the journal. */
const poolTimeout = 'pool-timeout';
