// The app's container is replaced and comes back with another address, and the gateway's name service goes on to give the old one for three
// seconds: a cache that does not know yet. The gateway does everything right, and looks the name up again every second; clients
// get answers of whoever has the old address now, until the name service knows better. The outage is as long as the wrong answer lives.
import {defineScenario, expect, newAddress, node} from 'gatequake';

export default defineScenario({
	title: 'the app comes back with another address, and the name service gives the old one for a while',
	tags: ['deploy', 'network'],
	topology: {upstreams: [node()], gateway: {connectTimeoutMs: 500, resolver: {validMs: 1000}}},
	phases: {baselineMs: 2000, faultMs: 1500, recoveryMs: 7500},
	fault: newAddress({names: {as: 'stale', forMs: 3000}}),
	expect: [
		expect.status({is: 200, by: 'gateway', window: 'recovery', share: [0.3, 0.8]}),
		expect.outage({count: 1, lengthMs: [4300, 12_000]}),
		expect.recovery({withinMs: 6000}),
		expect.ledger({lost: [1, null], duplicated: 0}),
	],
	failsWithoutFault: ['status', 'outage', 'ledger'],
	differs: {
		traefik: {skip: 'Traefik asks for the name anew for each connection that it opens, and cannot be told for how long an answer holds'},
		varnish: {skip: 'Varnish looks names up once, when a VCL is loaded; stale-address tells what follows'},
	},
});
