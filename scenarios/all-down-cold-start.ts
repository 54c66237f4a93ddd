// All three apps die while the load goes on, and come back cold: for seconds each takes a quarter of a second for what takes nothing
// when it is warm. The herd that waited must not bring them down again: one outage, as long as they were away and the gateway
// distrusts them, and no second one while they warm up.
import {defineScenario, expect, kill, node, sequence, slowFirstByte} from 'gatequake';

const upstreams = ['app1', 'app2', 'app3'];
const downMs = 3000;

export default defineScenario({
	title: 'all apps are down under load, and start cold',
	tags: ['recovery'],
	topology: {upstreams: [node(), node(), node()], gateway: {failTimeoutMs: 1000}},
	load: {ratePerSecond: 100},
	phases: {baselineMs: 2000, faultMs: downMs + 6000, recoveryMs: 3500},
	fault: sequence({
		parts: [
			...upstreams.map((upstream) => ({fault: kill({upstream}), forMs: downMs})),
			...upstreams.map((upstream) => ({fault: slowFirstByte({upstream, delayMs: 250}), atMs: downMs - 100})),
		],
	}),
	expect: [
		expect.outage({count: 1, lengthMs: [downMs - 100, downMs + 5000]}),
		expect.latency({window: 'fault', p99Ms: [250, 1500]}),
		expect.recovery({withinMs: 1500}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['outage', 'latency'],
});
