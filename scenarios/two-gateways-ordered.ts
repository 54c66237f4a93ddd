// Two gateways in a row with their time-outs in order: the inner one gives up after a second, the edge would wait for three. The app hangs. So
// the inner one, which knows which app it was, answers 504 and names the cause in its log, and the edge passes that on and logs no cause:
// who looks for the reason finds it where it is, and the edge's connection to the inner gateway stays as it was.
import {defineScenario, expect, hang, node} from 'gatequake';

export default defineScenario({
	title: 'of two gateways in a row the inner one gives up first',
	tags: ['gateway'],
	topology: {upstreams: [node()], gateway: {readTimeoutMs: 3000}, inner: [{kind: 'nginx', readTimeoutMs: 1000}]},
	load: {ratePerSecond: 100},
	phases: {baselineMs: 2000, faultMs: 3000, recoveryMs: 2500},
	fault: hang(),
	expect: [
		expect.errors({cause: 'http_response_timeout', by: 'inner', share: [0.95, 1]}),
		expect.latency({of: 'errors', p50Ms: [900, 1100]}),
		expect.status({is: 504, at: 'inner', share: [0.95, 1], name: 'noted'}),
		expect.recovery({withinMs: 500}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['errors', 'latency', 'noted'],
});
