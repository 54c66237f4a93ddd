// One packet in ten is lost between gateway and app, each way. TCP sends it again, after 200 ms or more: no request fails, and no counter
// of errors moves. What clients get is a tail: the slowest hundredth takes a hundred times as long. The gateway's time-outs must be long
// enough not to make errors of it, and the tail must be gone with the loss.
import {defineScenario, expect, loss, node} from 'gatequake';

export default defineScenario({
	title: 'a tenth of the packets between gateway and app is lost',
	tags: ['network'],
	topology: {upstreams: [node()], gateway: {connectTimeoutMs: 4000, readTimeoutMs: 4000}},
	phases: {baselineMs: 2000, faultMs: 3000, recoveryMs: 2500},
	fault: loss({share: 0.1, peer: 'gateway'}),
	expect: [
		expect.latency({window: 'fault', p99Ms: [150, 3500]}),
		expect.noErrors(),
		expect.latency({window: 'recovery', p99Ms: [0, 150]}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['latency'],
});
