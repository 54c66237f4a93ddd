// A transaction that nobody ends has locked a table, as a migration at noon does. Five statements of the app wait for it and are its whole pool:
// all other requests for data wait a quarter of a second for a connection, then the app itself answers 500; those five get 504. The gateway is
// not involved, and pages that need no data go on: only what asks the database fails. Once the lock is gone, so is all of it.
import {databaseLock, defineScenario, expect, node, postgres} from 'gatequake';

export default defineScenario({
	title: "the app's pool of database connections is held by a lock",
	tags: ['app', 'overload'],
	topology: {upstreams: [node({pool: {connections: 5, waitMs: 250}})], database: postgres()},
	load: {ratePerSecond: 100, path: '/data', otherPath: {path: '/items', share: 0.5}},
	phases: {warmupMs: 1500, baselineMs: 2000, faultMs: 4000, recoveryMs: 2500},
	fault: databaseLock(),
	expect: [
		// All POSTs ask the database; those that hold its connections get 504, and those that came last find one free in time.
		expect.status({is: 500, by: 'upstream', method: 'POST', share: [0.85, 1]}),
		// Half of the GETs do.
		expect.status({is: 200, method: 'GET', share: [0.4, 0.62]}),
		expect.recovery({withinMs: 1500}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['status', 'status#2'],
});
