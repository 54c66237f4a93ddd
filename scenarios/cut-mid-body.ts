// The app states the full length, sends half of the body, and closes. The headers are out, so no gateway can change the status any
// more: its access log says 200, and every client has got a broken answer. A tool that counts statuses sees nothing here;
// the load generator checks length and checksum of each body, and must find every one of them.
import {bytes, cutBody, defineScenario, expect} from 'gatequake';

export default defineScenario({
	title: 'the app closes in the middle of every body',
	tags: ['core'],
	topology: {upstreams: [bytes()]},
	phases: {baselineMs: 2000, faultMs: 2000, recoveryMs: 2500},
	fault: cutBody({by: 'fin', framing: 'length'}),
	expect: [
		expect.errors({cause: 'http_response_incomplete', by: 'upstream', share: [0.98, 1]}),
		expect.recovery({withinMs: 500}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['errors'],
	differs: {
		traefik: {
			because: 'Traefik holds the first 4 KB of an answer back for up to 100 ms: clients of a short one get nothing at all',
			expect: [
				expect.errors({cause: 'http_response_incomplete', by: 'gateway', share: [0.98, 1]}),
				expect.recovery({withinMs: 500}),
				expect.ledger({lost: 0, duplicated: 0}),
			],
		},
		varnish: {
			because: 'Varnish answers 503 itself where the body breaks off before the headers went to the client',
			expect: [
				expect.errors({cause: 'http_response_incomplete', share: [0.98, 1]}),
				expect.recovery({withinMs: 500}),
				expect.ledger({lost: 0, duplicated: 0}),
			],
		},
		caddy: {
			because: 'Caddy holds the headers of a short answer back until its body is there: clients get nothing at all',
			expect: [
				expect.errors({cause: 'http_response_incomplete', by: 'gateway', share: [0.98, 1]}),
				expect.recovery({withinMs: 500}),
				expect.ledger({lost: 0, duplicated: 0}),
			],
		},
	},
});
