// One request blocks the app's event loop for two seconds: a synchronous call, a regular expression that backtracks, a large JSON. All others wait
// with it. Those that would wait longer than the gateway's read time-out must get 504, those that come later are answered late, and
// when it is over the app must be as before. No process died, no port closed, and the app's own log has nothing to say.
import {block, defineScenario, expect, node} from 'gatequake';

export default defineScenario({
	title: "one request blocks the app's event loop",
	tags: ['app'],
	topology: {upstreams: [node()], gateway: {readTimeoutMs: 1000}},
	phases: {baselineMs: 2000, faultMs: 1900, recoveryMs: 2500},
	fault: block({durationMs: 2000}),
	expect: [
		expect.errors({cause: 'http_response_timeout', by: 'gateway', share: [0.35, 0.8]}),
		expect.outage({count: 1, lengthMs: [800, 2200]}),
		expect.latency({of: 'good', p50Ms: [150, 1100]}),
		expect.recovery({withinMs: 1000}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['errors', 'outage', 'latency'],
});
