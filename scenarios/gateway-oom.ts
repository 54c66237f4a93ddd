// The gateway's container runs out of memory, the kernel kills the gateway, and it is started again after two seconds. Clients are refused
// meanwhile, as with any gateway that has died. What tells it from a crash is the engine's word: an `oom` event before the end, and exit
// code 137. The outage must last as long as nothing listens, and the moment before, in which the gateway gets no memory.
import {defineScenario, expect, gatewayOom, node} from 'gatequake';

export default defineScenario({
	title: 'the gateway runs out of memory, and is started again',
	tags: ['gateway'],
	topology: {upstreams: [node()]},
	phases: {baselineMs: 2000, faultMs: 2000, recoveryMs: 3000},
	fault: gatewayOom(),
	expect: [
		expect.status({is: ['refused', 'reset', 'empty-reply'], share: [0.98, 1]}),
		expect.outage({matchesFaultWithinMs: 500}),
		expect.recovery({withinMs: 1000}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['status', 'outage'],
	differs: {
		httpd: {
			because: 'httpd stalls for a moment in which its memory runs out, and answers once more before it is killed',
			expect: [
				expect.status({is: ['refused', 'reset', 'empty-reply'], share: [0.98, 1]}),
				expect.outage({count: [1, 3]}),
				expect.recovery({withinMs: 1000}),
				expect.ledger({lost: 0, duplicated: 0}),
			],
		},
	},
});
