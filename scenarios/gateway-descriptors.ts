// The gateway may have 128 descriptors, and 500 clients hold connections to it. The kernel goes on to make connections for it, which it
// cannot accept: clients are connected, send their request, and hear nothing. It says so once for each attempt, in its own log, and
// nowhere else: the app is well and idle, the port is open, and a check that only connects is green.
import {crowd, defineScenario, expect, node} from 'gatequake';

export default defineScenario({
	title: 'the gateway has no descriptor left',
	tags: ['gateway', 'overload'],
	topology: {upstreams: [node()], gateway: {failTimeoutMs: 1000}},
	load: {connections: 'fresh', timeoutMs: {connect: 1000, firstByte: 1000, body: 1000}},
	phases: {baselineMs: 2000, faultMs: 2500, recoveryMs: 3500},
	fault: crowd({clients: 500, descriptors: 128}),
	expect: [
		expect.status({is: ['timeout-first-byte', 'timeout-connect', 'reset', 'empty-reply', 500, 502, 503], share: [0.4, 1]}),
		expect.recovery({withinMs: 2500}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['status'],
	differs: {
		httpd: {
			because:
				'a child of httpd that finds no descriptor ends, and the next one is met by all that waits for it: as long as this load lasts it does not recover',
			expect: [
				expect.status({is: ['timeout-first-byte', 'timeout-connect', 'reset', 'empty-reply', 500, 502, 503], share: [0.4, 1]}),
				expect.recovery({never: true}),
				expect.ledger({lost: 0, duplicated: 0}),
			],
		},
		haproxy: {skip: 'HAProxy does not start where its descriptors do not suffice for its maxconn: see gateway-connections'},
	},
});
