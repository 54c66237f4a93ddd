// The app states the length of its body twice, as Content-Length and by Transfer-Encoding: chunked.
// Two programs in a row that believe different ones disagree on where the next answer begins: one client can get another's (response splitting).
// The gateway must refuse the answer with 502 rather than choose, and must not keep the connection for the next request.
import {bytes, conflictingLengths, defineScenario, expect} from 'gatequake';

export default defineScenario({
	title: 'the app states two lengths that do not agree',
	tags: ['app'],
	topology: {upstreams: [bytes()]},
	phases: {baselineMs: 2000, faultMs: 2000, recoveryMs: 2500},
	fault: conflictingLengths({how: 'length-and-chunked'}),
	expect: [
		expect.errors({cause: 'http_protocol_error', by: 'gateway', share: [0.98, 1]}),
		expect.recovery({withinMs: 500}),
		expect.ledger({lost: 0, duplicated: 0, committedButFailed: 'faulted'}),
	],
	failsWithoutFault: ['errors'],
	differs: {
		traefik: {
			because: 'Traefik believes the chunks and drops the other length, as HTTP allows: clients see nothing of it',
			expect: [expect.noErrors(), expect.ledger({lost: 0, duplicated: 0})],
			failsWithoutFault: [],
		},
		haproxy: {
			because: 'HAProxy believes the chunks and drops the other length, as HTTP allows: clients see nothing of it',
			expect: [expect.noErrors(), expect.ledger({lost: 0, duplicated: 0})],
			failsWithoutFault: [],
		},
		httpd: {
			because: 'httpd believes the chunks and drops the other length, as HTTP allows: clients see nothing of it',
			expect: [expect.noErrors(), expect.ledger({lost: 0, duplicated: 0})],
			failsWithoutFault: [],
		},
		caddy: {
			because: 'Caddy believes the chunks and drops the other length, as HTTP allows: clients see nothing of it',
			expect: [expect.noErrors(), expect.ledger({lost: 0, duplicated: 0})],
			failsWithoutFault: [],
		},
	},
});
