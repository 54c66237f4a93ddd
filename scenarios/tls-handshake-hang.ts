// The app takes connections, reads the gateway's hello, and never answers it: its TLS stack hangs, while the kernel accepts for it.
// A connection without a handshake is no connection: the time to connect must bound that, too,
// and clients must hear of it after a second.
import {defineScenario, expect, node, tlsHang} from 'gatequake';

export default defineScenario({
	title: 'the app never answers the TLS hello',
	tags: ['tls'],
	topology: {upstreams: [node({tls: true})], gateway: {connectTimeoutMs: 1000, readTimeoutMs: 1000}},
	phases: {baselineMs: 2000, faultMs: 2000, recoveryMs: 2500},
	fault: tlsHang(),
	expect: [
		expect.errors({cause: 'connection_timeout', by: 'gateway', share: [0.97, 1]}),
		expect.latency({of: 'errors', p50Ms: [900, 1150]}),
		expect.recovery({withinMs: 500}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['errors', 'latency'],
	differs: {
		envoy: {
			because:
				'in Envoy requests wait for any of the connections under way, and all that wait fail with the first of these: each is told within the time-out, most before it, and the last time-out falls after the end of the fault',
			expect: [
				expect.errors({cause: 'connection_timeout', by: 'gateway', share: [0.9, 1]}),
				expect.latency({of: 'errors', p99Ms: [900, 1150]}),
				expect.recovery({withinMs: 1500}),
				expect.ledger({lost: 0, duplicated: 0}),
			],
		},
		caddy: {
			because:
				'in Caddy the time to read ends a handshake that hangs, and its log has it as any read that took too long; who waits when the fault ends gets the first connection that is made',
			expect: [
				expect.errors({cause: 'http_response_timeout', by: 'gateway', share: [0.4, 1]}),
				expect.latency({of: 'errors', p50Ms: [900, 1150]}),
				expect.recovery({withinMs: 500}),
				expect.ledger({lost: 0, duplicated: 0}),
			],
		},
		httpd: {
			because: 'httpd answers 500 to whatever is wrong with a handshake, and its log does not tell a time-out from the rest',
			expect: [
				expect.errors({cause: 'tls_protocol_error', by: 'gateway', share: [0.97, 1]}),
				expect.latency({of: 'errors', p50Ms: [900, 1150]}),
				expect.recovery({withinMs: 500}),
				expect.ledger({lost: 0, duplicated: 0}),
			],
		},
		traefik: {
			because:
				'Traefik bounds the connection and the wait for headers, and not the handshake between them: who waits gets the first connection that is made when the fault is over, and no error',
			expect: [
				expect.latency({window: 'fault', p50Ms: [700, 2600]}),
				expect.recovery({withinMs: 500}),
				expect.ledger({lost: 0, duplicated: 0}),
			],
			failsWithoutFault: ['latency'],
		},
	},
});
