// A version is deployed that is not given a variable it needs. Each process says so and exits with 1 before it listens; the process manager starts it
// again until its limit of starts is reached, and then gives up, as systemd does ("Start request repeated too quickly"). Clients must get 502
// from the moment in which the old version has ended until a good one is deployed by hand.
import {badDeploy, defineScenario, expect, node} from 'gatequake';

export default defineScenario({
	title: 'a deploy forgets an environment variable',
	tags: ['deploy'],
	topology: {
		upstreams: [node({restart: {policy: 'on-failure', delayMs: 200, startLimit: {burst: 5, intervalMs: 10_000}}})],
	},
	phases: {baselineMs: 2000, faultMs: 3500, recoveryMs: 2500},
	fault: badDeploy({why: 'missing-variable'}),
	expect: [
		expect.errors({cause: 'connection_refused', by: 'gateway', share: [0.98, 1]}),
		expect.exit({status: 1, count: [4, 5], gaveUp: true}),
		expect.recovery({withinMs: 1000}),
		expect.ledger({lost: 0, duplicated: 0, committedButFailed: 0}),
	],
	failsWithoutFault: ['errors', 'exit'],
});
