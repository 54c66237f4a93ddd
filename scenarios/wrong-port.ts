// A deploy of the gateway's config names a port of the app at which nothing listens. The app is well and idle, its port is open, and each
// connection is refused by the kernel of its host: the gateway must answer at once, with the refusal as the reason, and its log names the
// wrong port. Nothing that is done to the app helps; the right port in the config does, without a restart of anything.
import {defineScenario, expect, node, wrongPort} from 'gatequake';

export default defineScenario({
	title: "the gateway's config names the wrong port of the app",
	tags: ['deploy', 'gateway'],
	topology: {upstreams: [node()]},
	phases: {baselineMs: 2000, faultMs: 2000, recoveryMs: 2500},
	fault: wrongPort(),
	expect: [
		expect.errors({cause: 'connection_refused', by: 'gateway', share: [0.95, 1]}),
		expect.recovery({withinMs: 1000}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['errors'],
});
