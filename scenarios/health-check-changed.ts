// A deploy moves the path of the health check, and the gateway still asks for the old one: it gets 404 from apps that answer everything
// else, takes all of them out, and tells clients that there is nobody. Every error is of the gateway's own making. When the path is
// back, so must be the service, within a few probes.
import {defineScenario, expect, node, probeStatus, sequence} from 'gatequake';

export default defineScenario({
	title: 'a deploy changes the health check, and the gateway takes healthy apps out',
	tags: ['deploy'],
	topology: {
		upstreams: [node(), node()],
		gateway: {healthCheck: {path: '/healthz', intervalMs: 200, timeoutMs: 1000, failAfter: 1, passAfter: 1}},
	},
	load: {ratePerSecond: 80},
	phases: {baselineMs: 2500, faultMs: 3500, recoveryMs: 3500},
	fault: sequence({parts: ['app1', 'app2'].map((upstream) => ({fault: probeStatus({upstream, status: 404})}))}),
	expect: [
		expect.errors({cause: 'destination_unavailable', by: 'gateway', share: [0.5, 1]}),
		expect.outage({count: 1}),
		expect.recovery({withinMs: 2000}),
		expect.ledger({lost: 0, duplicated: 0, committedButFailed: 0}),
	],
	failsWithoutFault: ['errors', 'outage'],
	differs: {nginx: {skip: 'active health checks are in the commercial nginx only: no probe of its own that a deploy could break'}},
});
