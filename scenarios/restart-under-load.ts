// The only app is restarted while requests come in: SIGTERM, the end of what it had begun, a new process. Nobody listens from the signal until
// the new process does, so clients get 502, and for no longer than that: what was under way is answered, and nothing is lost or doubled.
// A single app cannot be restarted without an outage; how short it is, is how fast the app starts.
import {defineScenario, expect, node, stop} from 'gatequake';

export default defineScenario({
	title: 'the only app is restarted under load',
	tags: ['deploy'],
	topology: {upstreams: [node({serviceMs: 100})]},
	phases: {baselineMs: 2000, faultMs: 500, recoveryMs: 2500},
	fault: stop({upstream: 'app1', graceMs: 5000, restartAfterMs: 0}),
	expect: [
		expect.exit({status: 0, withinMs: 1000}),
		expect.errors({cause: 'connection_refused', by: 'gateway', share: [0.2, 1]}),
		expect.outage({count: 1, lengthMs: [50, 1500]}),
		expect.recovery({withinMs: 1000}),
		expect.ledger({lost: 0, duplicated: 0, committedButFailed: [0, 1]}),
	],
	failsWithoutFault: ['exit', 'errors', 'outage'],
	differs: {
		traefik: {
			because: 'connections that Traefik keeps are still served while the app drains and refuses new ones: the outage may come in pieces',
			expect: [
				expect.exit({status: 0, withinMs: 1000}),
				expect.errors({cause: ['connection_refused', 'connection_terminated'], by: 'gateway', share: [0.2, 1]}),
				expect.outage({count: [1, 3], lengthMs: [0, 1500]}),
				expect.recovery({withinMs: 1000}),
				expect.ledger({lost: 0, duplicated: 0, committedButFailed: [0, 1]}),
			],
		},
		envoy: {
			because:
				'Envoy does not send a request again whose kept-alive connection ended under it: one may fail as the app begins to drain, before the outage itself',
			expect: [
				expect.exit({status: 0, withinMs: 1000}),
				expect.errors({cause: ['connection_refused', 'connection_terminated'], by: 'gateway', share: [0.2, 1]}),
				expect.outage({count: [1, 2], lengthMs: [0, 1500]}),
				expect.recovery({withinMs: 1000}),
				expect.ledger({lost: 0, duplicated: 0, committedButFailed: [0, 1]}),
			],
		},
	},
});
