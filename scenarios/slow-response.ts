// The app needs three seconds for its first byte, and the gateway waits one. Clients must get 504 (not 502, as many guides say) from
// the gateway, at its read time-out and not later. The app goes on working for nobody: the requests were sent, so a POST may have
// been committed all the same, and must not be sent again by itself.
import {defineScenario, expect, node, slowFirstByte} from 'gatequake';

export default defineScenario({
	title: "the app is slower than the gateway's read time-out",
	tags: ['core'],
	topology: {upstreams: [node()], gateway: {readTimeoutMs: 1000}},
	phases: {baselineMs: 2000, faultMs: 3000, recoveryMs: 2500},
	fault: slowFirstByte({delayMs: 3000}),
	expect: [
		expect.errors({cause: 'http_response_timeout', by: 'gateway', share: [0.98, 1]}),
		expect.latency({of: 'errors', p50Ms: [900, 1100]}),
		expect.recovery({withinMs: 500}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['errors', 'latency'],
});
