// Holds what apps need of a PostgreSQL, as other programs do: its connection slots, or a lock on a table. It asks the database itself, by a
// session of the superuser's reserve, what that leads to.
import {setTimeout as wait} from 'node:timers/promises';
import {loadPg} from './load-pg.ts';
import type {PgClient} from './load-pg.ts';
import {monoMs} from './mono-clock.ts';
import {databaseRoles} from './upstream.ts';
import type {DatabaseHold, HeldDatabase, OpenedDatabase} from './upstream.ts';

const openWithinMs = 20_000;
const holdWithinMs = 5000;
const releaseWithinMs = 5000;
/** Between two looks at what waits. */
const lookMs = 50;
/** Between two tries to get the last slots. */
const tryMs = 5;

export class DatabaseHolder {
	readonly #pg = loadPg();
	/** Its own session, of the superuser's reserve. */
	#control: PgClient | null = null;
	readonly #held: PgClient[] = [];
	#waiting = 0;
	#watching = Promise.resolve();
	#holds: DatabaseHold | null = null;

	/** Waits until it answers. */
	async open(): Promise<OpenedDatabase> {
		const untilMs = monoMs() + openWithinMs;
		for (;;) {
			try {
				this.#control = await this.#connect('postgres');
				break;
			} catch (error) {
				if (monoMs() > untilMs) {
					throw new Error(`waited ${openWithinMs} ms for the database to answer: ${wordsOf(error)}`, {cause: error});
				}

				await wait(lookMs);
			}
		}

		const {rows} = await this.#ask("SELECT split_part(current_setting('server_version'), ' ', 1) AS version");
		return {version: String(rows[0]?.['version'])};
	}

	async hold(what: DatabaseHold): Promise<HeldDatabase> {
		if (this.#holds !== null) {
			throw new Error(`expected a database of which nothing is held, and its ${this.#holds} are`);
		}

		this.#holds = what;
		this.#waiting = 0;
		const interval = what === 'lock' ? await this.#lock() : await this.#takeSlots();
		this.#watching = this.#watch();
		return {...interval, held: this.#held.length, waiting: 0};
	}

	/** Harmless where nothing is held. */
	async release(): Promise<HeldDatabase> {
		this.#holds = null;
		await this.#watching;
		const held = this.#held.length;
		const fromMonoMs = monoMs();
		await Promise.all(this.#held.splice(0).map(async (client) => await client.end()));
		// The end of a session is known to its client before its slot is free.
		const untilMs = fromMonoMs + releaseWithinMs;
		while ((await this.#activity()).holders > 0) {
			if (monoMs() > untilMs) {
				throw new Error(`waited ${releaseWithinMs} ms for the database to end the sessions that held it`);
			}

			await wait(tryMs);
		}

		return {fromMonoMs, toMonoMs: monoMs(), held, waiting: this.#waiting};
	}

	async #lock(): Promise<Interval> {
		const client = await this.#connect('postgres', holderName);
		this.#held.push(client);
		await client.query('BEGIN');
		// In the order of requests that have asked before.
		const fromMonoMs = monoMs();
		await client.query('LOCK TABLE items IN ACCESS EXCLUSIVE MODE');
		return {fromMonoMs, toMonoMs: monoMs()};
	}

	/** Until the apps have none, and none is free: one that an app gives back is taken as soon as it is seen. */
	async #takeSlots(): Promise<Interval> {
		const untilMs = monoMs() + holdWithinMs;
		for (;;) {
			const fromMonoMs = monoMs();
			await this.#takeFree();
			const {free, apps} = await this.#activity();
			if (free <= 0 && apps === 0) {
				return {fromMonoMs, toMonoMs: monoMs()};
			}

			if (monoMs() > untilMs) {
				throw new Error(`waited ${holdWithinMs} ms to hold all slots of the database: ${free} are free, and the apps have ${apps}`);
			}

			await wait(tryMs);
		}
	}

	async #takeFree(): Promise<void> {
		const {free} = await this.#activity();
		const tried = Array.from({length: Math.max(0, free)}, async () => await this.#connect(databaseRoles.other, holderName));
		for (const outcome of await Promise.allSettled(tried)) {
			// An app may have been faster.
			if (outcome.status === 'fulfilled') this.#held.push(outcome.value);
		}
	}

	async #watch(): Promise<void> {
		while (this.#holds !== null) {
			// A session that broke says so to who asks next.
			const activity = await this.#activity().catch(() => null);
			this.#waiting = Math.max(this.#waiting, activity?.waiting ?? 0);
			if (this.#holds === 'slots') await this.#takeFree().catch(() => {});
			await wait(lookMs);
		}
	}

	async #activity(): Promise<Activity> {
		const {rows} = await this.#ask(activityQuery);
		const numberOf = (name: string) => Number(rows[0]?.[name]);
		return {free: numberOf('free'), apps: numberOf('apps'), waiting: numberOf('waiting'), holders: numberOf('holders')};
	}

	async #ask(query: string): ReturnType<PgClient['query']> {
		if (this.#control === null) {
			throw new Error('expected an open database: send `open-database` first');
		}

		return await this.#control.query(query);
	}

	async #connect(role: string, name = 'gatequake helper'): Promise<PgClient> {
		const client = new this.#pg.Client({connectionString: `postgres://${role}@127.0.0.1/app`, application_name: name});
		// What breaks is told by the next query.
		client.on('error', () => {});
		await client.connect();
		return client;
	}
}

interface Interval {
	readonly fromMonoMs: number;
	readonly toMonoMs: number;
}

interface Activity {
	/** Slots that any program may have. */
	readonly free: number;
	readonly apps: number;
	/** Of the apps', for a lock. */
	readonly waiting: number;
	readonly holders: number;
}

const holderName = 'holder';

const activityQuery = `
	SELECT current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
			- count(*) FILTER (WHERE backend_type = 'client backend') AS free,
		count(*) FILTER (WHERE usename = '${databaseRoles.app}') AS apps,
		count(*) FILTER (WHERE usename = '${databaseRoles.app}' AND wait_event_type = 'Lock') AS waiting,
		count(*) FILTER (WHERE application_name = '${holderName}') AS holders
	FROM pg_stat_activity`;

function wordsOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
