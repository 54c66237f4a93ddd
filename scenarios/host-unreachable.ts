// A router on the way answers for the app: ICMP, host unreachable. The gateway must answer 502 at once, and its log must say that there is
// no route, which no app can be blamed for. Kernels send such messages once a second to each peer, unless told otherwise, as here;
// behind a firewall that keeps to that, nearly all requests wait for the connect time-out and get 504, as if packets were dropped.
import {defineScenario, expect, node, reject} from 'gatequake';

export default defineScenario({
	title: 'a router says that the app cannot be reached',
	tags: ['network'],
	topology: {upstreams: [node()], gateway: {upstreamKeepalive: 0}},
	phases: {baselineMs: 2000, faultMs: 3000, recoveryMs: 2500},
	fault: reject({with: 'host-unreachable', peer: 'gateway'}),
	expect: [
		expect.errors({cause: 'destination_ip_unroutable', by: 'gateway', share: [0.98, 1]}),
		expect.latency({of: 'errors', p99Ms: [0, 200]}),
		expect.outage({matchesFaultWithinMs: 50}),
		expect.recovery({withinMs: 500}),
		expect.ledger({lost: 0, duplicated: 0, committedButFailed: 0}),
	],
	failsWithoutFault: ['errors'],
});
