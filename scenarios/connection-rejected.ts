// A firewall rule rejects new connections to the app with RST, as a closed port does. The gateway must answer 502 at once, and its log must
// say that the connection was refused. From outside it looks as if the app had died, and it has not: its process, its port and its log
// are all well. It is over at once when the rule goes.
import {defineScenario, expect, node, reject} from 'gatequake';

export default defineScenario({
	title: 'new connections to the app are rejected with RST',
	tags: ['network'],
	topology: {upstreams: [node()], gateway: {upstreamKeepalive: 0}},
	phases: {baselineMs: 2000, faultMs: 3000, recoveryMs: 2500},
	fault: reject({with: 'rst', peer: 'gateway'}),
	expect: [
		expect.errors({cause: 'connection_refused', by: 'gateway', share: [0.98, 1]}),
		expect.latency({of: 'errors', p99Ms: [0, 200]}),
		expect.outage({matchesFaultWithinMs: 50}),
		expect.recovery({withinMs: 500}),
		expect.ledger({lost: 0, duplicated: 0, committedButFailed: 0}),
	],
	failsWithoutFault: ['errors'],
});
