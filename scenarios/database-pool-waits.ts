// The same lock, and an app whose pool has no time-out of its own, as drivers have it by default: requests for data wait without end. So it is
// the gateway that gives up, with 504, and the app's log is empty; who knows the reason is the database. Other pages of the app answer at once,
// where a slow app would be slow for all. When the lock is gone the app works off what still waits, for clients who have left.
import {databaseLock, defineScenario, expect, node, postgres} from 'gatequake';

export default defineScenario({
	title: 'requests wait for a database connection for longer than the gateway does',
	tags: ['app', 'overload'],
	topology: {upstreams: [node({pool: {connections: 5}})], database: postgres()},
	load: {ratePerSecond: 100, path: '/data', otherPath: {path: '/items', share: 0.5}},
	phases: {warmupMs: 1500, baselineMs: 2000, faultMs: 3000, recoveryMs: 3000},
	fault: databaseLock(),
	expect: [
		expect.errors({cause: 'http_response_timeout', by: 'gateway', method: 'POST', share: [0.6, 1]}),
		expect.cause({is: 'http_response_timeout', share: [0.95, 1]}),
		expect.status({is: 200, method: 'GET', share: [0.4, 0.75]}),
		expect.recovery({withinMs: 2000}),
		expect.ledger({lost: 0}),
	],
	failsWithoutFault: ['errors', 'cause', 'status'],
});
