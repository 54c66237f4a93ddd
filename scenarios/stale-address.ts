// The app's container is replaced and comes back with another address, and another service gets the old one. A gateway that has looked the
// name up once, at its start, never finds the app again: its clients get answers of the wrong service, with 200, and a POST that is told
// success is lost. Waiting does not help. A gateway that looks names up again does it right: see fresh-address.
import {defineScenario, expect, newAddress, node} from 'gatequake';

export default defineScenario({
	title: 'the app comes back with another address, and its old one is taken',
	tags: ['deploy'],
	topology: {upstreams: [node()], gateway: {connectTimeoutMs: 500}},
	phases: {baselineMs: 2000, faultMs: 1500, recoveryMs: 3000},
	fault: newAddress(),
	expect: [
		expect.recovery({never: true}),
		expect.status({is: 200, by: 'gateway', window: 'recovery', share: [0.9, 1]}),
		expect.ledger({lost: [1, null], duplicated: 0}),
	],
	failsWithoutFault: ['recovery', 'ledger'],
	differs: {
		httpd: {
			skip: 'httpd looks the name up again after a connection that failed, and the dead address fails before it is taken; fresh-address tells that story',
		},
		traefik: {skip: 'Traefik asks for the name anew for each connection that it opens, so no address of its is stale'},
		caddy: {skip: 'Caddy looks the name up for each connection, so no address of its is stale; fresh-address tells that story'},
	},
});
