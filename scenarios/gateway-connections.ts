// The gateway is told to take 64 connections, and 500 clients want one. It has descriptors and memory enough; its own limit is what turns
// clients away, or lets them wait in the kernel's queue, and its log says so where the limit is one that it checks itself. The app is well
// and idle, and more memory or more processors would change nothing.
import {crowd, defineScenario, expect, node} from 'gatequake';

export default defineScenario({
	title: "the gateway's own limit of connections is reached",
	tags: ['gateway', 'overload'],
	topology: {upstreams: [node()], gateway: {clientConnections: 64}},
	load: {connections: 'fresh', timeoutMs: {connect: 1000, firstByte: 1000, body: 1000}},
	phases: {baselineMs: 2000, faultMs: 2500, recoveryMs: 3500},
	fault: crowd({clients: 500}),
	expect: [
		expect.status({is: ['timeout-first-byte', 'timeout-connect', 'reset', 'empty-reply', 500, 502, 503], share: [0.4, 1]}),
		expect.recovery({withinMs: 2500}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['status'],
	differs: {
		caddy: {skip: 'Caddy has no limit of connections of its own: see gateway-descriptors'},
		traefik: {skip: 'Traefik has no limit of connections of its own: see gateway-descriptors'},
		varnish: {skip: 'Varnish has no limit of connections of its own: see gateway-descriptors'},
		envoy: {skip: "Envoy's limits of connections stand in the bootstrap, which is not rendered from options"},
	},
});
