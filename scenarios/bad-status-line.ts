// Every answer of the app begins with HTTP/1.1, and where the status code should stand are letters.
// No gateway can know what was meant: it must answer 502 itself, name the answer as the reason, and not send a committed POST again. nginx
// takes it for HTTP/0.9, which has no status line at all, and passes it on as it is: clients of HTTP/1.1 cannot read it.
import {badStatusLine, bytes, defineScenario, expect} from 'gatequake';

export default defineScenario({
	title: "the app's status line has no code",
	tags: ['app'],
	topology: {upstreams: [bytes()]},
	phases: {baselineMs: 2000, faultMs: 2000, recoveryMs: 2500},
	fault: badStatusLine(),
	expect: [
		expect.errors({cause: 'http_protocol_error', by: 'gateway', share: [0.98, 1]}),
		expect.recovery({withinMs: 500}),
		expect.ledger({lost: 0, duplicated: 0, committedButFailed: 'faulted'}),
	],
	failsWithoutFault: ['errors'],
	differs: {
		httpd: {
			because:
				'httpd takes an answer without a status line that it can read for HTTP/0.9, and puts a head with status 200 before it, with no word in its log',
			expect: [
				expect.status({is: 200, by: 'gateway', share: [0.98, 1]}),
				expect.recovery({withinMs: 500}),
				expect.ledger({lost: 0, duplicated: 0}),
			],
			failsWithoutFault: ['status'],
		},
		nginx: {
			because: 'nginx passes an answer without a status line that it can read on as it is, as HTTP/0.9, and says so in its error log',
			expect: [
				expect.status({is: 'malformed', by: 'upstream', share: [0.98, 1]}),
				expect.cause({is: 'http_protocol_error'}),
				expect.recovery({withinMs: 500}),
				expect.ledger({lost: 0, duplicated: 0, committedButFailed: 'faulted'}),
			],
			failsWithoutFault: ['status'],
		},
	},
});
