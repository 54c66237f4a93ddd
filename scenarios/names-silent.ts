// The app's container is replaced and comes back with another address, and the gateway's name service does not answer for three seconds:
// it is dead, or its answers are lost. The gateway goes on with the address that it knows, which is another service's now, and how
// soon it finds the app again is up to how often it asks a name service that said nothing.
import {defineScenario, expect, newAddress, node} from 'gatequake';

export default defineScenario({
	title: 'the app comes back with another address, and the name service is silent for a while',
	tags: ['deploy', 'network'],
	topology: {upstreams: [node()], gateway: {connectTimeoutMs: 500, resolver: {validMs: 1000}}},
	phases: {baselineMs: 2000, faultMs: 1500, recoveryMs: 12_000},
	fault: newAddress({names: {as: 'silent', forMs: 3000}}),
	expect: [expect.outage({count: [1, 3], lengthMs: [1500, 14_000]}), expect.recovery({withinMs: 10_000}), expect.ledger({duplicated: 0})],
	failsWithoutFault: ['outage', 'recovery'],
	differs: {
		traefik: {skip: 'Traefik asks for the name anew for each connection that it opens, and cannot be told for how long an answer holds'},
		varnish: {skip: 'Varnish looks names up once, when a VCL is loaded; stale-address tells what follows'},
	},
});
