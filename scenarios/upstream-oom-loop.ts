// The only upstream leaks again after each restart, so it is killed again and again: short good times between outages, at a period.
// This is what users see as bursts of 502 that never end by themselves. When the leak is mended the service must stay up,
// and no POST that clients were told had worked may be missing.
import {defineScenario, expect, node, oom} from 'gatequake';

export default defineScenario({
	title: 'the only upstream runs out of memory again and again',
	tags: ['core'],
	topology: {upstreams: [node({memoryBytes: 192 * 1024 * 1024, restart: {policy: 'always', delayMs: 300}})]},
	phases: {baselineMs: 2000, faultMs: 5000, recoveryMs: 3000},
	fault: oom({upstream: 'app1', loop: true}),
	expect: [
		expect.outage({count: [2, null]}),
		expect.errors({cause: 'connection_refused', by: 'gateway', share: [0.2, 1]}),
		expect.recovery({withinMs: 1500}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['outage', 'errors'],
});
