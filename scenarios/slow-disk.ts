// The disk under the app's data is slow: ten flushed records a second, and fifty come. Each POST waits for its flush behind all that came before, so POSTs must
// get 504 at the gateway's read time-out, and were committed all the same, later, for nobody. GETs, which write nothing, must go on. With the disk
// as it was, the queue is worked off, and the next POST must be answered in time.
import {defineScenario, expect, node, slowDisk} from 'gatequake';

export default defineScenario({
	title: "the disk under the app's data is slow",
	tags: ['app'],
	topology: {upstreams: [node({data: {on: 'disk'}})], gateway: {readTimeoutMs: 1000}},
	phases: {baselineMs: 2000, faultMs: 3000, recoveryMs: 3500},
	fault: slowDisk(),
	expect: [
		expect.errors({cause: 'http_response_timeout', by: 'gateway', method: 'POST', share: [0.5, 1]}),
		expect.noErrors({method: 'GET', share: 0.02}),
		expect.recovery({withinMs: 2500}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['errors'],
});
