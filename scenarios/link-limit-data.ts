// Connections to the app break off after a few hundred bytes, as through a proxy that is short of memory. The app has sent its answer whole, and
// its journal says so; clients get headers with a length, and half of a body. A client that does not count the bytes takes that for an
// answer. No gateway can repair it: the status is out. It must end with the fault, at once.
import {defineScenario, expect, linkLimitData, node} from 'gatequake';

export default defineScenario({
	title: 'answers of the app are cut on their way',
	tags: ['network'],
	topology: {upstreams: [node()], gateway: {upstreamKeepalive: 0}},
	phases: {baselineMs: 2000, faultMs: 3000, recoveryMs: 2500},
	fault: linkLimitData({bytes: 300}),
	expect: [
		expect.errors({cause: 'http_response_incomplete', share: [0.95, 1]}),
		expect.outage({matchesFaultWithinMs: 50}),
		expect.recovery({withinMs: 1000}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['errors', 'outage'],
});
