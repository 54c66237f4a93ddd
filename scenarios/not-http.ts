// Another service took the app's port after a restart, and greets each connection in its own protocol.
// A gateway must not take that for an answer: 502, with the answer named as the reason. nginx takes anything without a status line for
// HTTP/0.9, logs the status 009, and passes it on without a head of its own: clients of HTTP/1.1 get bytes that they cannot read.
import {bytes, defineScenario, expect, notHttp} from 'gatequake';

export default defineScenario({
	title: "another protocol answers on the app's port",
	tags: ['app'],
	topology: {upstreams: [bytes()]},
	phases: {baselineMs: 2000, faultMs: 2000, recoveryMs: 2500},
	fault: notHttp(),
	expect: [
		expect.errors({cause: 'http_protocol_error', by: 'gateway', share: [0.98, 1]}),
		expect.recovery({withinMs: 500}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['errors'],
	differs: {
		httpd: {
			because:
				'httpd takes an answer without a status line for HTTP/0.9, and puts a head with status 200 before it, with no word in its log',
			expect: [
				expect.status({is: 200, by: 'gateway', share: [0.98, 1]}),
				expect.recovery({withinMs: 500}),
				expect.ledger({lost: 0, duplicated: 0}),
			],
			failsWithoutFault: ['status'],
		},
		nginx: {
			because: 'nginx passes an answer without a status line on as it is, as HTTP/0.9, and says so in its error log',
			expect: [
				expect.status({is: 'malformed', by: 'upstream', share: [0.98, 1]}),
				expect.cause({is: 'http_protocol_error'}),
				expect.recovery({withinMs: 500}),
				expect.ledger({lost: 0, duplicated: 0}),
			],
			failsWithoutFault: ['status'],
		},
	},
});
