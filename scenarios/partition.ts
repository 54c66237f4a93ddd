// The network parts the gateway from one of three apps, in both directions: nothing says that it is gone. Requests for it must go to the
// other two, those that were to be connected after the connect time-out, and those that it had already taken must not be sent twice.
// When the network is whole again and fail_timeout is over, it must get traffic again: it has been well all the time.
import {defineScenario, expect, node, partition} from 'gatequake';

export default defineScenario({
	title: 'one of three apps is cut off from the gateway',
	tags: ['network'],
	topology: {upstreams: [node(), node(), node()], gateway: {connectTimeoutMs: 500, failTimeoutMs: 1000}},
	phases: {baselineMs: 2000, faultMs: 3000, recoveryMs: 3500},
	fault: partition({part: 'app1', peer: 'gateway'}),
	expect: [
		expect.failover({to: ['app2', 'app3'], share: [0.95, 1]}),
		expect.noErrors({window: 'fault', allow: 8}),
		expect.failover({to: ['app1'], window: 'recovery', share: [0.08, 0.5]}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['failover'],
});
