// Something in between resets each connection as soon as the app has answered: a firewall that takes the answer for an attack. The app has done
// the work and says 200 in its journal; the gateway has nothing to pass on, so clients get 502. That a POST failed is no proof that it was
// not done. When the resets end, so must the errors.
import {defineScenario, expect, linkResetPeer, node} from 'gatequake';

export default defineScenario({
	title: 'answers of the app are met by a reset',
	tags: ['network'],
	// Only connections that are made while it lasts are reset.
	topology: {upstreams: [node()], gateway: {upstreamKeepalive: 0}},
	phases: {baselineMs: 2000, faultMs: 3000, recoveryMs: 2500},
	fault: linkResetPeer(),
	expect: [
		expect.errors({cause: 'connection_terminated', by: 'gateway', share: [0.95, 1]}),
		expect.outage({matchesFaultWithinMs: 50}),
		expect.recovery({withinMs: 1000}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['errors', 'outage'],
});
