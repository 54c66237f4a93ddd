// Clients send 100 kB in pieces that take them a second, and in the middle of that the gateway is reloaded with another app as its only
// upstream. Each upload must be answered, done once, and by one app only: a gateway that closes what is still being sent loses orders,
// and a client that tries again doubles them.
import {defineScenario, expect, gatewayReload, node} from 'gatequake';

export default defineScenario({
	title: 'large uploads go on while the gateway is reloaded',
	tags: ['deploy'],
	topology: {upstreams: [node(), node()], gateway: {upstreams: ['app1'], readTimeoutMs: 3000}},
	load: {ratePerSecond: 20, postShare: 1, bodyBytes: 100_000, slowClients: {share: 1, pauseMs: 140}, connections: 'fresh'},
	phases: {baselineMs: 6000, faultMs: 2500, recoveryMs: 3000},
	fault: gatewayReload({upstreams: ['app2']}),
	expect: [
		expect.noErrors(),
		expect.failover({to: ['app2'], share: [0.9, 1]}),
		expect.latency({window: 'baseline', p50Ms: [900, 2500], name: 'long'}),
		expect.ledger({lost: 0, duplicated: 0, committedButFailed: 0}),
	],
	failsWithoutFault: ['failover'],
});
