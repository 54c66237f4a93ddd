import test from 'ava';
import {databaseLock} from '../../src/faults/database-lock.ts';
import {databaseSlots} from '../../src/faults/database-slots.ts';
import type {Fault} from '../../src/faults/fault.ts';
import type {TimelineEvent} from '../../src/timeline/timeline.ts';
import {collectedOf, fakeTopology, upstreamPlans} from '../helpers/fake-topology.ts';
import {buildTimeline} from '../helpers/timeline-builder.ts';

const {gateway} = buildTimeline().plan;
const upstreams = upstreamPlans(['node']);
const database = {kind: 'postgres', maxConnections: 20} as const;

function said(meaning: 'lock-wait' | 'connections-exhausted', part = 'database'): TimelineEvent {
	return {kind: 'server-log', part, atMs: 2000, uncertaintyMs: 0.5, level: 'log', raw: `${meaning} in words`, meaning};
}

test('what is held is given free again, and what the database counted meanwhile is on the timeline', async (t) => {
	const fake = fakeTopology();
	const armed = await databaseLock().inject(fake.context);
	t.deepEqual(fake.calls, ['database hold lock']);
	await armed.clear();
	t.deepEqual(fake.calls, ['database hold lock', 'database release']);
	t.like(fake.recorded[0], {kind: 'counter', part: 'database', name: 'database.waiting', value: 2, source: 'pg_stat_activity'});
	t.is(armed.witness(collectedOf([...fake.recorded, said('lock-wait')])).count, 2);
});

test('without a session that waited, or without a word of the database, a lock has met nothing', async (t) => {
	const fake = fakeTopology();
	const armed = await databaseLock().inject(fake.context);
	t.is(armed.witness(collectedOf([said('lock-wait')])).count, 0);
	await armed.clear();
	t.is(armed.witness(collectedOf([...fake.recorded, said('lock-wait', 'app1')])).count, 0, 'only an app said so');
	t.is(armed.witness(collectedOf([...fake.recorded, said('connections-exhausted')])).count, 0);
});

test('connections that the database itself says it refused are what taken slots have met', async (t) => {
	const armed = await databaseSlots().inject(fakeTopology().context);
	t.regex(armed.evidence, /3 were other programs/);
	t.is(armed.witness(collectedOf([said('connections-exhausted', 'app1')])).count, 0);
	t.is(armed.witness(collectedOf([said('connections-exhausted'), said('connections-exhausted')])).count, 2);
});

function messageOf(fault: Fault, topology: Omit<Parameters<Fault['check']>[0], 'gateway'>): string {
	return fault
		.check({...topology, gateway})
		.map(({message}) => message)
		.join();
}

test('a topology without a database, apps that do not ask it, and apps that need no new connection are told before the start', (t) => {
	const withPool = (pool: (typeof upstreams)[number]['pool']) => upstreams.map((upstream) => ({...upstream, pool}));
	t.is(messageOf(databaseSlots(), {upstreams, database}), '');
	t.regex(messageOf(databaseLock(), {upstreams}), /the topology has none: write `database: postgres\(\)`/);
	t.regex(messageOf(databaseLock(), {upstreams: withPool(null), database}), /no app asks it: write `node\(\{pool: \{\}\}\)`/);
	const kept = withPool({connections: 5, waitMs: null, reuse: true});
	t.regex(messageOf(databaseSlots(), {upstreams: kept, database}), /write `pool: \{reuse: false\}`/);
	t.is(messageOf(databaseLock(), {upstreams: kept, database}), '');
});
