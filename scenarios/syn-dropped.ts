// A firewall rule drops what would open a new connection to the app, in silence. Nothing answers, so the gateway waits for its connect
// time-out and then answers 504: not 502, as it does where a port is closed. Clients must be told at that time-out and not later, and the
// service must be as before within a second of the rule's end. No request has reached the app, so nothing can be lost or done twice.
import {defineScenario, drop, expect, node} from 'gatequake';

export default defineScenario({
	title: 'new connections to the app are dropped by a firewall',
	tags: ['network'],
	// Shorter than a second, after which the kernel sends a SYN again: what waits at the end would be let in by that.
	topology: {upstreams: [node()], gateway: {upstreamKeepalive: 0, connectTimeoutMs: 500}},
	phases: {baselineMs: 2000, faultMs: 3000, recoveryMs: 2500},
	fault: drop({peer: 'gateway'}),
	expect: [
		expect.errors({cause: 'connection_timeout', by: 'gateway', share: [0.97, 1]}),
		expect.latency({of: 'errors', p50Ms: [450, 700]}),
		expect.outage({matchesFaultWithinMs: 50}),
		expect.recovery({withinMs: 1000}),
		expect.ledger({lost: 0, duplicated: 0, committedButFailed: 0}),
	],
	failsWithoutFault: ['errors', 'latency'],
	differs: {
		httpd: {
			because: 'httpd tries a connection twice before it answers, and the second try may fall after the end of the fault',
			expect: [
				expect.errors({cause: 'connection_timeout', by: 'gateway', share: [0.75, 1]}),
				expect.latency({of: 'errors', p50Ms: [900, 1300]}),
				expect.recovery({withinMs: 1000}),
				expect.ledger({lost: 0, duplicated: 0, committedButFailed: 0}),
			],
		},
		envoy: {
			because:
				'in Envoy requests wait for any of the connections under way, and all that wait fail with the first of these: each is told within the time-out, most before it, and the last time-out falls after the end of the fault',
			expect: [
				expect.errors({cause: 'connection_timeout', by: 'gateway', share: [0.9, 1]}),
				expect.latency({of: 'errors', p99Ms: [450, 700]}),
				expect.recovery({withinMs: 1000}),
				expect.ledger({lost: 0, duplicated: 0, committedButFailed: 0}),
			],
		},
	},
});
