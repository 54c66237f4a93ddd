// Clients listen to server-sent events for a second each, and in the middle of that the gateway is reloaded with another app as
// its only upstream. Such an answer has no length: only its last chunk says that it is whole. Each stream must come to its end from the
// app that began it, event by event and not all at once at the end; new ones must come from the other app.
import {defineScenario, expect, gatewayReload, node} from 'gatequake';

export default defineScenario({
	title: 'streams of events go on while the gateway is reloaded',
	tags: ['deploy'],
	topology: {upstreams: [node(), node()], gateway: {upstreams: ['app1']}},
	load: {ratePerSecond: 20, postShare: 0, path: '/events/20/1000', connections: 'fresh'},
	phases: {baselineMs: 6000, faultMs: 2500, recoveryMs: 3000},
	fault: gatewayReload({upstreams: ['app2']}),
	expect: [
		expect.noErrors(),
		expect.failover({to: ['app2'], share: [0.9, 1]}),
		expect.latency({window: 'baseline', p50Ms: [950, 2500], name: 'long'}),
	],
	failsWithoutFault: ['failover'],
});
