// One of the gateway's workers dies, as by a crash in a module. Requests take a quarter of a second here, so some fifty are under way at
// 200 a second: those of the dead worker break off, and no others. A new worker is there at once. Clients see a handful of broken
// connections within a quarter of a second, and no status: there is nobody left who could answer.
import {defineScenario, expect, gatewayWorkerKill, node} from 'gatequake';

export default defineScenario({
	title: "one of the gateway's workers is killed",
	tags: ['gateway'],
	topology: {upstreams: [node({serviceMs: 250})]},
	phases: {baselineMs: 2000, faultMs: 2000, recoveryMs: 2000},
	fault: gatewayWorkerKill(),
	expect: [
		expect.status({is: ['reset', 'empty-reply', 'cut'], window: 'run', share: [0.001, 0.06]}),
		expect.noErrors({window: 'run', allow: 60}),
		expect.noErrors({window: 'recovery'}),
		expect.outage({count: [0, 3], lengthMs: [0, 600]}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['status'],
	differs: {
		haproxy: {
			because: "HAProxy's master ends what is left when a worker dies (exit-on-failure), so nobody serves until it is started again",
			expect: [
				expect.status({is: ['refused', 'reset', 'empty-reply'], share: [0.95, 1]}),
				expect.outage({count: 1}),
				expect.recovery({withinMs: 1000}),
				expect.ledger({lost: 0, duplicated: 0}),
			],
			failsWithoutFault: ['status', 'outage'],
		},
		varnish: {
			because: 'Varnish has one worker, whose end closes the port until another has started, some 200 ms later',
			expect: [
				expect.status({is: ['reset', 'empty-reply', 'refused'], window: 'run', share: [0.02, 0.25]}),
				expect.noErrors({window: 'recovery'}),
				expect.outage({count: [1, 3], lengthMs: [0, 2500]}),
				expect.ledger({lost: 0, duplicated: 0}),
			],
		},
		caddy: {skip: 'Caddy is one process: what kills it is told by gateway-killed'},
		envoy: {skip: 'Envoy is one process, and its workers are threads: what kills it is told by gateway-killed'},
		traefik: {skip: 'Traefik is one process: what kills it is told by gateway-killed'},
	},
});
