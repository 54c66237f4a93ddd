// Downloads of 100 kB take a second, and in the middle of them the gateway is reloaded with another app as its only upstream. What
// has begun must come whole, by length and checksum, from the app that began it; what comes later must be answered by the other one. A
// gateway that ends its old workers too early would cut every download that was under way.
import {defineScenario, expect, gatewayReload, node} from 'gatequake';

export default defineScenario({
	title: 'long downloads go on while the gateway is reloaded',
	tags: ['deploy'],
	topology: {upstreams: [node(), node()], gateway: {upstreams: ['app1']}},
	load: {ratePerSecond: 20, postShare: 0, path: '/download/100000/1000', connections: 'fresh'},
	phases: {baselineMs: 6000, faultMs: 2500, recoveryMs: 3000},
	fault: gatewayReload({upstreams: ['app2']}),
	expect: [
		expect.noErrors(),
		expect.failover({to: ['app2'], share: [0.9, 1]}),
		expect.latency({window: 'baseline', p50Ms: [950, 2500], name: 'long'}),
	],
	failsWithoutFault: ['failover'],
});
