// Something else fills the line between app and gateway, and what is left of it is half of what the answers need. They queue up: each
// waits for all before it, and within a second the waits pass the gateway's read time-out. Clients get 504 for answers that the app has
// given in a millisecond, and POSTs that were committed. When the line is free again, the queue must drain at once.
import {bandwidth, defineScenario, expect, node} from 'gatequake';

export default defineScenario({
	title: 'the line from the app is too narrow for its answers',
	tags: ['network'],
	topology: {upstreams: [node()]},
	phases: {baselineMs: 2000, faultMs: 3000, recoveryMs: 2500},
	fault: bandwidth({bytesPerSecond: 60_000, queueMs: 4000}),
	expect: [
		expect.status({is: 504, by: 'gateway', share: [0.3, 0.95]}),
		expect.latency({window: 'fault', p50Ms: [300, 3000]}),
		expect.recovery({withinMs: 1000}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['status', 'latency'],
	differs: {
		caddy: {
			because: 'the handshakes of new connections wait in the same queue, and Caddy answers 502 where a connection was not made in time',
			expect: [
				expect.status({is: [502, 504], by: 'gateway', share: [0.25, 0.95]}),
				expect.latency({window: 'fault', p50Ms: [300, 3000]}),
				expect.recovery({withinMs: 1000}),
				expect.ledger({lost: 0, duplicated: 0}),
			],
		},
		httpd: {
			because:
				'the handshakes of new connections wait in the same queue, and httpd answers 503 where a connection was not made in time, and 502 where the status line was not there in time',
			expect: [
				expect.status({is: [502, 503], by: 'gateway', share: [0.2, 0.95]}),
				expect.latency({window: 'fault', p50Ms: [300, 3000]}),
				expect.recovery({withinMs: 1000}),
				expect.ledger({lost: 0, duplicated: 0}),
			],
		},
		varnish: {
			because: 'Varnish answers 503 to whatever was not there in time, a connection or headers',
			expect: [
				expect.status({is: 503, by: 'gateway', share: [0.3, 0.95]}),
				expect.latency({window: 'fault', p50Ms: [300, 3000]}),
				expect.recovery({withinMs: 1000}),
				expect.ledger({lost: 0, duplicated: 0}),
			],
		},
		haproxy: {
			because:
				'the handshakes of new connections wait in the same queue, and HAProxy answers 503 where a connection was not made in time, or closes a kept one of a client without a word',
			expect: [
				expect.status({is: [503, 504], by: 'gateway', share: [0.2, 0.95]}),
				expect.latency({window: 'fault', p50Ms: [300, 3000]}),
				expect.recovery({withinMs: 1000}),
				expect.ledger({lost: 0, duplicated: 0}),
			],
		},
		envoy: {
			because: 'the handshakes of new connections wait in the same queue, and Envoy answers 503 where a connection was not made in time',
			expect: [
				expect.status({is: [503, 504], by: 'gateway', share: [0.3, 0.95]}),
				expect.latency({window: 'fault', p50Ms: [300, 3000]}),
				expect.recovery({withinMs: 1000}),
				expect.ledger({lost: 0, duplicated: 0}),
			],
		},
	},
});
