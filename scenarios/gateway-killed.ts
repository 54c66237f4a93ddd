// The gateway itself is killed and started again. Nobody can answer 502 now: clients are refused, and those that held a connection see
// it die. The outage must last as long as nothing listens, and not longer; the app, which did nothing wrong,
// must lose no POST that a client was told had worked.
import {defineScenario, expect, gatewayKill, node} from 'gatequake';

export default defineScenario({
	title: 'the gateway is killed and started again',
	tags: ['core'],
	topology: {upstreams: [node()]},
	phases: {baselineMs: 2000, faultMs: 2000, recoveryMs: 3000},
	fault: gatewayKill(),
	expect: [
		expect.status({is: ['refused', 'reset', 'empty-reply'], share: [0.98, 1]}),
		expect.outage({matchesFaultWithinMs: 100}),
		expect.recovery({withinMs: 1000}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['status', 'outage'],
	differs: {
		traefik: {
			because: 'Traefik takes connections some 200 ms before it has read its routes, and answers 404 meanwhile',
			expect: [
				expect.status({is: ['refused', 'reset', 'empty-reply'], share: [0.98, 1]}),
				expect.outage({matchesFaultWithinMs: 600}),
				expect.recovery({withinMs: 1000}),
				expect.ledger({lost: 0, duplicated: 0}),
			],
		},
	},
});
