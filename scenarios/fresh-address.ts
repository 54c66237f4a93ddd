// The app's container is replaced and comes back with another address, and another service gets the old one. The gateway looks the name
// up again every second. From the app's return to the next look clients get answers of the wrong service; then it must be as before, without
// a reload. What stale-address shows is what happens without that.
import {defineScenario, expect, newAddress, node} from 'gatequake';

export default defineScenario({
	title: 'the app comes back with another address, and the gateway looks its name up again',
	tags: ['deploy'],
	topology: {upstreams: [node()], gateway: {connectTimeoutMs: 500, resolver: {validMs: 1000}}},
	phases: {baselineMs: 2000, faultMs: 1500, recoveryMs: 5000},
	fault: newAddress(),
	expect: [
		expect.errors({cause: ['connection_timeout', 'destination_ip_unroutable', 'connection_refused'], by: 'gateway', share: [0.3, 1]}),
		expect.recovery({withinMs: 3500}),
		expect.ledger({duplicated: 0}),
	],
	failsWithoutFault: ['errors', 'recovery'],
	differs: {
		traefik: {skip: 'Traefik asks for the name anew for each connection that it opens, and cannot be told for how long an answer holds'},
		varnish: {skip: 'Varnish looks names up once, when a VCL is loaded; stale-address tells what follows'},
	},
});
