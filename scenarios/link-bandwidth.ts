// Each connection to the app carries two thousand bytes a second and no more, as over a bad mobile link. An answer of 500 bytes takes a quarter of a
// second, but some of it comes all the time, so a read time-out that counts between two reads does not strike: clients wait, and nobody gets an error.
// Other than where all share one narrow line, nobody waits for anybody else.
import {defineScenario, expect, linkBandwidth, node} from 'gatequake';

export default defineScenario({
	title: 'each connection to the app is slow, and steady',
	tags: ['network'],
	topology: {upstreams: [node()], gateway: {upstreamKeepalive: 0}},
	phases: {baselineMs: 2000, faultMs: 3000, recoveryMs: 2500},
	fault: linkBandwidth({bytesPerSecond: 2000}),
	expect: [
		expect.noErrors(),
		expect.latency({window: 'fault', p50Ms: [150, 600], maxMs: 1500}),
		expect.recovery({withinMs: 1000}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['latency'],
});
