// Nothing is injected. Every request must be answered well, every POST committed once, and the latency must stay low.
// It is the control of all other scenarios: where it does not pass, the harness or the machine is at fault, not the gateway.
// No expectation of it depends on a fault, so withholding one changes nothing.
import {defineScenario, expect, node} from 'gatequake';

export default defineScenario({
	title: 'nothing is injected, and nothing goes wrong',
	tags: ['core'],
	topology: {upstreams: [node()]},
	capacity: {durationMs: 1000},
	phases: {baselineMs: 2000, faultMs: 2000, recoveryMs: 2000},
	fault: null,
	expect: [
		expect.noErrors(),
		expect.latency({of: 'good', window: 'fault', p50Ms: [0, 50]}),
		expect.throughput({capacityAtLeastShare: 0.4}),
		expect.ledger({lost: 0, duplicated: 0, committedButFailed: 0}),
	],
});
