// One of two apps takes ten times as long as it should, and answers 200 all the while: no error, no log line, nothing that a gateway takes
// a server out for. Half of the clients wait. No request may fail, the median must stay where it was, and the slowest tenth must show it.
// It must be over as soon as the app is well.
import {defineScenario, expect, node, slowFirstByte} from 'gatequake';

export default defineScenario({
	title: 'one of two apps is ten times as slow',
	tags: ['app'],
	topology: {upstreams: [node({serviceMs: 30}), node({serviceMs: 30})]},
	load: {ratePerSecond: 80},
	phases: {baselineMs: 2000, faultMs: 3000, recoveryMs: 2500},
	fault: slowFirstByte({upstream: 'app2', delayMs: 300}),
	expect: [
		expect.noErrors(),
		expect.latency({window: 'baseline', p99Ms: [30, 250]}),
		expect.latency({window: 'fault', p99Ms: [300, 900], name: 'slow'}),
		expect.failover({to: ['app1'], share: [0.4, 0.9], name: 'well'}),
		expect.recovery({withinMs: 1000}),
	],
	failsWithoutFault: ['slow'],
});
