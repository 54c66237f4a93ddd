// Another program has taken every connection slot of the database, and the app, which opens one for each request as PHP does by default, is
// refused: "remaining connection slots are reserved" in its log, and 500 to its clients, at once. The gateway passes it on and has nothing to
// add. Pages that need no data go on. With the slots free again the next request is well: there is nothing to restart.
import {databaseSlots, defineScenario, expect, node, postgres} from 'gatequake';

export default defineScenario({
	title: 'the database has no connection left for the app',
	tags: ['app', 'overload'],
	topology: {upstreams: [node({pool: {connections: 10, waitMs: 1000, reuse: false}})], database: postgres()},
	load: {ratePerSecond: 30, path: '/data', otherPath: {path: '/items', share: 0.5}},
	phases: {warmupMs: 2500, baselineMs: 2000, faultMs: 3000, recoveryMs: 2500},
	fault: databaseSlots(),
	expect: [
		expect.status({is: 500, by: 'upstream', method: 'POST', share: [0.98, 1]}),
		expect.status({is: 200, method: 'GET', share: [0.35, 0.65]}),
		expect.recovery({withinMs: 500}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['status', 'status#2'],
});
