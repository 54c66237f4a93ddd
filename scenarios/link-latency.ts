// The way to the app gets longer than the gateway's patience, for one connection in two, as behind a balancer of which one path goes round the
// world. The app answers each request in a millisecond and says so; clients on the long path get 504 at the read time-out, the others an answer
// as before. POSTs on the long path were done all the same. When the way is short again, everyone must be served within a second, those who have waited for less than the time-out included.
import {defineScenario, expect, linkLatency, node} from 'gatequake';

export default defineScenario({
	title: 'one connection in two to the app is slower than the read time-out',
	tags: ['network'],
	// A connection for each request: which path it takes is rolled anew.
	topology: {upstreams: [node()], gateway: {upstreamKeepalive: 0}},
	phases: {baselineMs: 2000, faultMs: 3000, recoveryMs: 2500},
	fault: linkLatency({latencyMs: 1500, jitterMs: 100, toxicity: 0.5}),
	expect: [
		expect.errors({cause: 'http_response_timeout', by: 'gateway', share: [0.25, 0.42]}),
		expect.latency({of: 'errors', p50Ms: [950, 1400]}),
		expect.recovery({withinMs: 1000}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['errors', 'latency'],
});
