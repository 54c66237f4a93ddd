// The app's container is replaced and comes back with another address, and the gateway's name service answers right, but ten seconds late: it
// is overloaded, or far away. The gateway looks names up each second, and learns of the new address as late as that; until then
// clients get answers of whoever has the old one. fresh-address.ts is the same with a name service that is well.
import {defineScenario, expect, newAddress, node} from 'gatequake';

/** Of gateways that ask for a name while a client waits. */
const waiting = {
	expect: [
		expect.status({is: ['timeout-first-byte', 500, 502, 503], share: [0.5, 1]}),
		expect.outage({count: [1, 8]}),
		expect.recovery({withinMs: 15_000}),
		expect.ledger({duplicated: 0}),
	],
	failsWithoutFault: ['status', 'outage'],
};

export default defineScenario({
	title: 'the app comes back with another address, and the name service answers late',
	tags: ['deploy', 'network'],
	topology: {upstreams: [node()], gateway: {connectTimeoutMs: 500, resolver: {validMs: 1000}}},
	load: {ratePerSecond: 100},
	phases: {baselineMs: 2000, faultMs: 1500, recoveryMs: 17_000},
	fault: newAddress({names: {as: 'slow', forMs: 10_000}}),
	expect: [
		expect.status({is: 200, by: 'gateway', window: 'recovery', share: [0.15, 0.8]}),
		expect.recovery({withinMs: 14_000}),
		expect.ledger({lost: [1, null], duplicated: 0}),
	],
	failsWithoutFault: ['status', 'recovery', 'ledger'],
	differs: {
		caddy: {because: 'Caddy asks for the name while clients wait', ...waiting},
		httpd: {because: 'httpd asks for the name while clients wait', ...waiting},
		traefik: {skip: 'Traefik asks for the name anew for each connection that it opens, and cannot be told for how long an answer holds'},
		varnish: {skip: 'Varnish looks names up once, when a VCL is loaded; stale-address tells what follows'},
	},
});
