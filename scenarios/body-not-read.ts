// The app reads the head of an upload and nothing more: its disk is full, or its worker is stuck. Its receive buffer is small and fills up.
// The gateway cannot get rid of the body. It must give up at its send time-out with 504, name the sending as what took so long,
// and go on answering GETs all the while.
import {bytes, defineScenario, expect, stopReading} from 'gatequake';

export default defineScenario({
	title: 'the app does not read the body of uploads',
	tags: ['app'],
	topology: {upstreams: [bytes({receiveBufferBytes: 16_384})]},
	load: {ratePerSecond: 40, bodyBytes: 1_000_000, postShare: 0.5},
	phases: {baselineMs: 2000, faultMs: 2000, recoveryMs: 2500},
	fault: stopReading({methods: ['POST']}),
	expect: [
		expect.errors({cause: 'connection_write_timeout', by: 'gateway', method: 'POST', share: [0.98, 1]}),
		expect.noErrors({method: 'GET'}),
		expect.latency({of: 'errors', p50Ms: [900, 1300]}),
		expect.recovery({withinMs: 500}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['errors', 'latency'],
	differs: {
		traefik: {
			because: 'Traefik has no time-out for what it sends to a server: clients give up first',
			expect: [
				expect.errors({cause: 'connection_write_timeout', by: 'upstream', method: 'POST', share: [0.9, 1]}),
				expect.noErrors({method: 'GET'}),
				expect.recovery({withinMs: 500}),
				expect.ledger({lost: 0, duplicated: 0}),
			],
			failsWithoutFault: ['errors'],
		},
		haproxy: {
			because:
				'HAProxy has one time-out for a server that neither takes nor gives: it answers 504 where the body was out, and closes where it was not',
			expect: [
				expect.errors({cause: ['connection_write_timeout', 'http_response_timeout'], by: 'gateway', method: 'POST', share: [0.98, 1]}),
				expect.noErrors({method: 'GET'}),
				expect.latency({of: 'errors', p50Ms: [900, 1300]}),
				expect.recovery({withinMs: 500}),
				expect.ledger({lost: 0, duplicated: 0}),
			],
		},
		varnish: {
			because: 'Varnish has no time-out for what it sends to a backend: clients give up first',
			expect: [
				expect.errors({cause: 'connection_write_timeout', by: 'upstream', method: 'POST', share: [0.98, 1]}),
				expect.noErrors({method: 'GET'}),
				expect.recovery({withinMs: 500}),
				expect.ledger({lost: 0, duplicated: 0}),
			],
			failsWithoutFault: ['errors'],
		},
	},
});
