// Two gateways in a row, and their time-outs the wrong way round: the edge gives up after a second, the inner one would wait for three. The app
// needs one and a half. So clients get 504 from the edge; the inner one, which would have had the answer, sees that whom it asked for has
// gone (499, in nginx's words) and never says that anything is wrong; and the app works for nobody: what was posted is in the books.
import {defineScenario, expect, node, slowFirstByte} from 'gatequake';

export default defineScenario({
	title: 'of two gateways in a row the outer one gives up first',
	tags: ['gateway'],
	topology: {upstreams: [node()], gateway: {readTimeoutMs: 1000}, inner: [{kind: 'nginx', readTimeoutMs: 3000}]},
	load: {ratePerSecond: 100},
	phases: {baselineMs: 2000, faultMs: 3000, recoveryMs: 2500},
	fault: slowFirstByte({delayMs: 1500}),
	expect: [
		expect.errors({cause: 'http_response_timeout', by: 'gateway', share: [0.95, 1]}),
		expect.latency({of: 'errors', p50Ms: [900, 1100]}),
		expect.status({is: 499, at: 'inner', share: [0.95, 1], name: 'left'}),
		expect.recovery({withinMs: 500}),
		expect.ledger({lost: 0, duplicated: 0, committedButFailed: 'faulted'}),
	],
	failsWithoutFault: ['errors', 'latency', 'left'],
});
