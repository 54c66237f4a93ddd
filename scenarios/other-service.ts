// The app is down after a restart, and another service has taken its port: it answers everything with 200. The gateway is content, its log
// is full of successes, a check that looks at the status is green, and yet no client is served: the answers are not the app's, and each
// POST that is told success is lost. What tells it is the answer itself: it lacks what the app puts on each of its own.
import {defineScenario, expect, node, otherService} from 'gatequake';

export default defineScenario({
	title: "another service answers on the app's port",
	tags: ['deploy', 'app'],
	topology: {upstreams: [node()]},
	phases: {baselineMs: 2000, faultMs: 3000, recoveryMs: 3000},
	fault: otherService(),
	expect: [
		// The other service is ended before the app is started, and both count as the fault.
		expect.status({is: 200, by: 'gateway', share: [0.5, 1]}),
		expect.outage({count: 1}),
		expect.recovery({withinMs: 1500}),
		expect.ledger({lost: [20, null], duplicated: 0}),
	],
	failsWithoutFault: ['status', 'outage', 'ledger'],
});
