// The app sends 103 (Early Hints) at once, and dies before the answer itself. The informational response is no answer.
// A gateway that takes it for one, or for the start of one, leaves its clients with nothing.
// It must answer 502 itself, as to a connection closed before any byte.
import {bytes, close, defineScenario, expect} from 'gatequake';

export default defineScenario({
	title: 'the app closes after 103, before the answer',
	tags: ['app'],
	topology: {upstreams: [bytes()]},
	phases: {baselineMs: 2000, faultMs: 2000, recoveryMs: 2500},
	fault: close({after: 'hints'}),
	expect: [
		expect.errors({cause: 'connection_terminated', by: 'gateway', share: [0.98, 1]}),
		expect.recovery({withinMs: 500}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['errors'],
	differs: {
		varnish: {
			because: 'Varnish takes the 103 for the answer itself, one whose body cannot be fetched, and answers 503',
			expect: [
				expect.errors({cause: 'http_protocol_error', by: 'gateway', share: [0.98, 1]}),
				expect.recovery({withinMs: 500}),
				expect.ledger({lost: 0, duplicated: 0}),
			],
		},
		traefik: {
			because: 'Traefik takes an end after an informational response for a broken transport, and answers 500',
			expect: [
				expect.status({is: 500, by: 'gateway', share: [0.98, 1]}),
				expect.cause({is: 'connection_terminated'}),
				expect.recovery({withinMs: 500}),
				expect.ledger({lost: 0, duplicated: 0}),
			],
			failsWithoutFault: ['status'],
		},
		haproxy: {
			because: 'HAProxy sends the 103 at once where it can; where the end is there before it has, it answers 502, else it closes',
			expect: [
				expect.status({is: [502, 'malformed'], share: [0.98, 1]}),
				expect.cause({is: ['connection_terminated', 'http_response_incomplete'], share: [0.98, 1]}),
				expect.recovery({withinMs: 500}),
				expect.ledger({lost: 0, duplicated: 0}),
			],
			failsWithoutFault: ['status'],
		},
		httpd: {
			because: 'httpd answers 502 to the first request of a connection only; to later ones it sends the 103 and closes',
			expect: [
				expect.status({is: [502, 'malformed'], share: [0.98, 1]}),
				expect.cause({is: 'connection_terminated'}),
				expect.recovery({withinMs: 500}),
				expect.ledger({lost: 0, duplicated: 0}),
			],
			failsWithoutFault: ['status'],
		},
	},
});
