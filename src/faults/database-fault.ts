// Faults on the database behind the apps: a helper beside it holds what they need of it, and the database itself says what that leads to.
import type {DatabaseHold} from '../upstreams/upstream.ts';
import type {TimelineEvent, Witness} from '../timeline/timeline.ts';
import {armed} from './armed.ts';
import type {Collected, Fault} from './fault.ts';
import {makeFault} from './make-fault.ts';
import type {CheckedTopology} from './make-fault.ts';
import {targetDatabase} from './target.ts';

export interface DatabaseFaultParts {
	readonly kind: string;
	/** There are none: what is named is told. */
	readonly options: Readonly<Record<string, never>>;
	readonly hold: DatabaseHold;
	readonly describe: string;
	readonly effect: Fault['effect'];
	/** What the database said when it was held. */
	readonly heldWords: (held: number) => string;
	/** Null where an app with this pool can meet the fault, else why not. */
	readonly unmet?: (pools: readonly Pool[]) => string | null;
	readonly witness: (collected: Collected) => Witness;
}

type Pool = NonNullable<CheckedTopology['upstreams'][number]['pool']>;

export function databaseFault({kind, options, hold, describe, effect, heldWords, unmet = () => null, witness}: DatabaseFaultParts): Fault {
	return makeFault({
		kind,
		options,
		checkers: {},
		describe,
		effect,
		check({upstreams, database = null}) {
			const pools = upstreams.flatMap(({pool}) => pool ?? []);
			const message =
				database === null
					? 'acts on the database, and the topology has none: write `database: postgres()`'
					: pools.length === 0
						? 'acts on the database, and no app asks it: write `node({pool: {}})`, and `/data` as the path of the load'
						: unmet(pools);
			return message === null ? [] : [{path: 'fault', message: `${kind} ${message}`}];
		},
		async inject(context) {
			const database = targetDatabase(context.topology);
			const held = await database.hold(hold);
			return armed({
				effective: {atMs: held.atMs, uncertaintyMs: held.uncertaintyMs},
				evidence: heldWords(held.held),
				async clear() {
					const {atMs, uncertaintyMs, ...counts} = await database.release();
					const counter = {kind: 'counter', part: 'database', atMs, uncertaintyMs, source: 'pg_stat_activity'} as const;
					context.record({...counter, name: waitingCounter, value: counts.waiting});
					context.record({...counter, name: 'database.held', value: counts.held});
					return {atMs, uncertaintyMs, evidence: `the database has ended the ${counts.held} sessions that held it`};
				},
				witness,
			});
		},
	});
}

/** The most sessions of apps that waited for a lock at once. */
export const waitingCounter = 'database.waiting';

/** Lines of the database's own log that tell of this. */
export function databaseLines(events: readonly TimelineEvent[], wanted: 'connections-exhausted' | 'lock-wait'): readonly string[] {
	return events.flatMap((event) =>
		event.kind === 'server-log' && event.part === 'database' && event.meaning === wanted ? [`database's log: ${event.raw}`] : [],
	);
}
