// A version is deployed whose migration fails. Each process works on it for a while, says why it failed, and exits with 1 before it listens; its
// process manager starts it again for ever. Clients must get 502 all the time, from the gateway, and not one answer in between: a process
// that is there is not a service. With a good version the app must be back at once.
import {badDeploy, defineScenario, expect, node} from 'gatequake';

export default defineScenario({
	title: 'a deploy fails in its migration, again and again',
	tags: ['deploy'],
	topology: {upstreams: [node({restart: {policy: 'always', delayMs: 200}})]},
	phases: {baselineMs: 2000, faultMs: 3500, recoveryMs: 2500},
	fault: badDeploy({why: 'failed-migration', afterMs: 300}),
	expect: [
		expect.errors({cause: 'connection_refused', by: 'gateway', share: [0.98, 1]}),
		expect.exit({status: 1, count: [2, null], gaveUp: false}),
		expect.outage({count: 1}),
		expect.recovery({withinMs: 1500}),
		expect.ledger({lost: 0, duplicated: 0, committedButFailed: 0}),
	],
	failsWithoutFault: ['errors', 'exit', 'outage'],
});
