// The app closes connections that were idle for 20 ms, and says so to the link at once; the link tells the gateway 400 ms later. In between the
// gateway takes them for alive, and the next request goes into nothing: the keep-alive race, held open by something in the middle. GETs may
// be sent again on a new connection and come late; POSTs must not be, and clients get 502. No request is done twice.
import {bytes, defineScenario, expect, linkSlowClose} from 'gatequake';

export default defineScenario({
	title: 'the app closes idle connections, and the gateway hears of it too late',
	tags: ['network'],
	topology: {upstreams: [bytes({idleTimeoutMs: 20})]},
	load: {ratePerSecond: 10, postShare: 0.5},
	phases: {baselineMs: 4000, faultMs: 6000, recoveryMs: 3000},
	fault: linkSlowClose({delayMs: 400}),
	expect: [
		expect.errors({cause: 'connection_terminated', by: 'gateway', method: 'POST', share: [0.3, 1]}),
		expect.noErrors({method: 'GET'}),
		expect.recovery({withinMs: 1000}),
		expect.ledger({lost: 0, duplicated: 0, committedButFailed: 0}),
	],
	failsWithoutFault: ['errors'],
	differs: {
		envoy: {
			because: 'Envoy sends nothing again to the only upstream: GETs fail as POSTs do',
			expect: [
				expect.errors({cause: 'connection_terminated', by: 'gateway', share: [0.3, 1]}),
				expect.recovery({withinMs: 1000}),
				expect.ledger({lost: 0, duplicated: 0, committedButFailed: 0}),
			],
		},
		httpd: {
			because: 'httpd sends nothing again, and closes its client without a word: GETs fail as POSTs do',
			expect: [
				expect.errors({cause: 'connection_terminated', by: 'gateway', share: [0.3, 1]}),
				expect.recovery({withinMs: 1000}),
				expect.ledger({lost: 0, duplicated: 0, committedButFailed: 0}),
			],
		},
	},
});
