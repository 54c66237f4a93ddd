// The app's container gets a hundredth of a core, as one whose limit was set by guess: nothing is broken, no log says a word, and requests wait
// longer and longer until the gateway gives them up. Only the cgroup counts the periods in which the kernel kept the app waiting. With
// its processor back it must first work off what has piled up, and then be as before.
import {cpuQuota, defineScenario, expect, node} from 'gatequake';

export default defineScenario({
	title: 'the app gets too little of the processor',
	tags: ['overload'],
	topology: {upstreams: [node()], gateway: {readTimeoutMs: 1000}},
	phases: {baselineMs: 2000, faultMs: 4000, recoveryMs: 4000},
	fault: cpuQuota({percent: 1}),
	expect: [
		expect.errors({cause: ['http_response_timeout', 'connection_timeout'], by: 'gateway', share: [0.4, 1]}),
		expect.recovery({withinMs: 2500}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['errors'],
});
