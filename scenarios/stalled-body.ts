// The app sends its headers and half of the body, and then nothing more, without closing.
// The gateway's read time-out ends the wait, but the status 200 is out: clients get a cut body after a second, not a 504.
// The gateway's log tells it from an app that closed: the cause is a time-out while reading, not an early end.
import {defineScenario, expect, hang, node} from 'gatequake';

export default defineScenario({
	title: 'the app stops in the middle of the body and keeps the connection open',
	tags: ['core'],
	topology: {upstreams: [node()], gateway: {readTimeoutMs: 1000}},
	phases: {baselineMs: 2000, faultMs: 2000, recoveryMs: 2500},
	fault: hang({after: 'headers'}),
	expect: [
		expect.errors({cause: 'connection_read_timeout', by: 'upstream', share: [0.98, 1]}),
		expect.latency({of: 'errors', p50Ms: [900, 1100]}),
		expect.recovery({withinMs: 500}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['errors', 'latency'],
	differs: {
		traefik: {
			because: 'Traefik has no time-out for the body of an answer: clients wait until they give up, here after five seconds',
			expect: [
				expect.errors({cause: 'connection_read_timeout', by: 'upstream', share: [0.98, 1]}),
				expect.latency({of: 'errors', p50Ms: [4900, 5300]}),
				expect.recovery({withinMs: 500}),
				expect.ledger({lost: 0, duplicated: 0}),
			],
		},
		caddy: {
			because: 'Caddy holds the headers of a short answer back until its body is there: clients get nothing at all',
			expect: [
				expect.errors({cause: 'connection_read_timeout', by: 'gateway', share: [0.98, 1]}),
				expect.latency({of: 'errors', p50Ms: [900, 1100]}),
				expect.recovery({withinMs: 500}),
				expect.ledger({lost: 0, duplicated: 0}),
			],
		},
	},
});
