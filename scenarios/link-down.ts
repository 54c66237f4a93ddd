// What stands between gateway and app goes away: a side-car that died, a tunnel that was taken down. The app is well and idle. The gateway is
// refused at once, so clients must get 502 for exactly as long as nothing listens there, and an answer within a second of its coming back.
// No request reaches the app meanwhile, so nothing is lost or done twice.
import {defineScenario, expect, linkDown, node} from 'gatequake';

export default defineScenario({
	title: 'the link to the app is down, and the app is not',
	tags: ['network'],
	topology: {upstreams: [node()]},
	phases: {baselineMs: 2000, faultMs: 3000, recoveryMs: 2500},
	fault: linkDown(),
	expect: [
		expect.errors({cause: 'connection_refused', by: 'gateway', share: [0.95, 1]}),
		expect.outage({matchesFaultWithinMs: 50}),
		expect.recovery({withinMs: 1000}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['errors', 'outage'],
});
