// The app stops accepting: its event loop, or its only worker, is stuck. The kernel accepts for it until its backlog is full, and drops what
// comes then, as a firewall would. The gateway must answer 504: first at its read time-out, then at its connect time-out. The app looks
// idle, its port is open, its log is empty; only the kernel counts the attempts that found the queue full. Then it must be as before.
import {backlogFull, defineScenario, expect, node} from 'gatequake';

export default defineScenario({
	title: 'the app stops accepting, and its backlog is full',
	tags: ['overload'],
	topology: {upstreams: [node({backlog: 32})], gateway: {upstreamKeepalive: 0}},
	phases: {baselineMs: 2000, faultMs: 3000, recoveryMs: 2500},
	fault: backlogFull(),
	expect: [
		expect.errors({cause: ['connection_timeout', 'http_response_timeout'], by: 'gateway', share: [0.95, 1]}),
		expect.cause({is: 'connection_timeout', share: [0.8, 1]}),
		expect.recovery({withinMs: 2000}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['errors'],
	differs: {
		httpd: {
			because: 'httpd tries the same app again after a second: what came in the last two seconds may be served when the app goes on',
			expect: [
				expect.errors({cause: ['connection_timeout', 'http_response_timeout', 'destination_unavailable'], by: 'gateway', share: [0.5, 1]}),
				expect.cause({is: 'connection_timeout', share: [0.8, 1]}),
				expect.recovery({withinMs: 2000}),
				expect.ledger({lost: 0, duplicated: 0}),
			],
		},
		envoy: {
			because: 'what Envoy sent into the queue in the last second is served when the app goes on, within its time-out',
			expect: [
				expect.errors({cause: ['connection_timeout', 'http_response_timeout'], by: 'gateway', share: [0.9, 1]}),
				expect.cause({is: 'connection_timeout', share: [0.8, 1]}),
				expect.recovery({withinMs: 2000}),
				expect.ledger({lost: 0, duplicated: 0}),
			],
		},
	},
});
