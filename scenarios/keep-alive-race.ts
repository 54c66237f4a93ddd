// The app closes idle connections just as the gateway sends the next request on them: its idle time-out is the shorter one.
// No app has seen that request, so it may be sent again; but a gateway cannot know that of a POST, and must not guess. GETs must all be answered
// on another connection, POSTs must fail with 502 and must not be sent twice. On a real system this is a few requests in ten thousand.
import {bytes, closeReused, defineScenario, expect} from 'gatequake';

export default defineScenario({
	title: 'the app closes kept-alive connections as they are used again',
	tags: ['app'],
	topology: {upstreams: [bytes()]},
	phases: {baselineMs: 2000, faultMs: 2000, recoveryMs: 2500},
	fault: closeReused(),
	expect: [
		expect.errors({cause: 'connection_terminated', by: 'gateway', method: 'POST', share: [0.4, 1]}),
		expect.noErrors({method: 'GET'}),
		expect.recovery({withinMs: 500}),
		expect.ledger({lost: 0, duplicated: 0, committedButFailed: 0}),
	],
	failsWithoutFault: ['errors'],
	differs: {
		haproxy: {
			because:
				'HAProxy closes a POST without a word, so that the client decides; a GET it would try again elsewhere, but there is no other app: 502',
			expect: [
				expect.status({is: 'empty-reply', by: 'gateway', method: 'POST', share: [0.05, 1], name: 'silent closes'}),
				expect.errors({cause: 'connection_terminated', by: 'gateway', share: [0.2, 1]}),
				expect.recovery({withinMs: 500}),
				expect.ledger({lost: 0, duplicated: 0, committedButFailed: 0}),
			],
			failsWithoutFault: ['silent closes', 'errors'],
		},
		envoy: {
			because: 'Envoy sends nothing again to the only upstream: GETs fail as POSTs do, and every new connection is good once',
			expect: [
				expect.errors({cause: 'connection_terminated', by: 'gateway', share: [0.2, 1]}),
				expect.recovery({withinMs: 500}),
				expect.ledger({lost: 0, duplicated: 0, committedButFailed: 0}),
			],
			failsWithoutFault: ['errors'],
		},
		httpd: {
			because:
				'httpd sends nothing again, and closes its client without a word: GETs fail as POSTs do, and every new connection is good once',
			expect: [
				expect.errors({cause: 'connection_terminated', by: 'gateway', share: [0.2, 1]}),
				expect.recovery({withinMs: 500}),
				expect.ledger({lost: 0, duplicated: 0, committedButFailed: 0}),
			],
			failsWithoutFault: ['errors'],
		},
	},
});
