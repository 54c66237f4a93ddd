// One of two apps is stopped as a deploy does it: SIGTERM while it works on requests and while the gateway keeps idle connections to it. It stops
// listening, answers what it has begun, closes what is idle, and ends with 0 well within its grace. Clients must not notice: what it had
// begun is answered, the rest goes to the other one. A POST that meets a connection in the very moment of its end may fail.
import {defineScenario, expect, node, stop} from 'gatequake';

export default defineScenario({
	title: 'one of two apps is stopped gracefully under load',
	tags: ['deploy'],
	topology: {upstreams: [node({serviceMs: 150}), node({serviceMs: 150})], gateway: {failTimeoutMs: 1000}},
	phases: {baselineMs: 2000, faultMs: 2500, recoveryMs: 3500},
	fault: stop({upstream: 'app1', graceMs: 5000}),
	expect: [
		expect.exit({status: 0, withinMs: 1500}),
		expect.noErrors({allow: 2}),
		expect.failover({to: ['app2'], share: [0.98, 1]}),
		expect.failover({to: ['app1'], window: 'recovery', share: [0.1, 0.6]}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['exit', 'failover'],
});
