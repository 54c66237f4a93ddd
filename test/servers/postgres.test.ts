import test from 'ava';
import {node} from '../../src/servers/node.ts';
import {postgres} from '../../src/servers/postgres.ts';

const clock = {fromWallMs: (wallMs: number) => wallMs};

const log = `2026-11-21 16:40:10.000 UTC [1] LOG:  database system is ready to accept connections
2026-11-21 16:40:11.123 UTC [812] app@app 53300 FATAL:  remaining connection slots are reserved for roles with the SUPERUSER attribute
2026-11-21 16:40:11.124 UTC [813] other@app 53300 FATAL:  sorry, too many clients already
2026-11-21 16:40:11.323 UTC [71] app@app 00000 LOG:  process 71 still waiting for AccessShareLock on relation 16388 of database 16386 after 200.114 ms at character 18
2026-11-21 16:40:11.323 UTC [71] app@app 00000 DETAIL:  Process holding the lock: 90. Wait queue: 71.
`;

test('what its lines tell of is known, and what other programs are refused is left out', (t) => {
	const events = postgres.readLogs(new Map([['postgresql.log', log]]), 'database', clock);
	t.deepEqual(
		events.map(({level, meaning}) => [level, meaning]),
		[
			['log', 'started'],
			['fatal', 'connections-exhausted'],
			['log', 'lock-wait'],
			['detail', null],
		],
	);
	t.like(events[1], {part: 'database', atMs: Date.parse('2026-11-21T16:40:11.123Z') + 0.5, uncertaintyMs: 0.5});
});

test('its connections are as many as the plan says', (t) => {
	t.true(postgres.command({kind: 'postgres', maxConnections: 20}).includes('max_connections=20'));
});

test('an app with a pool says in its own log what came of it', (t) => {
	const text = `2026-11-21T16:40:11.125Z error: GET /data?gq=7: timeout exceeded when trying to connect
2026-11-21T16:40:11.126Z error: POST /data?gq=8: remaining connection slots are reserved for roles with the SUPERUSER attribute
2026-11-21T16:40:11.127Z error: GET /data?gq=9: relation "items" does not exist
`;
	const events = node.readLogs(
		new Map([
			['app.log', text],
			['other.log', text],
		]),
		'app1',
		clock,
	);
	t.deepEqual(
		events.map(({meaning}) => meaning),
		['pool-exhausted', 'connections-exhausted', null],
	);
});
