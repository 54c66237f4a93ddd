// One of two apps commits each POST and resets before it has told anybody, and the gateway may try everything again (retries: all). So
// clients see nothing: the other app takes the same POST, and answers. Each such order is in the books twice. Duplicates appear exactly
// where the config allows a POST to be sent again: with `safe`, the default, there are none: posts-not-retried.ts.
import {bytes, defineScenario, expect, reset} from 'gatequake';

export default defineScenario({
	title: 'the gateway sends POSTs again that were committed',
	tags: ['app'],
	topology: {upstreams: [bytes(), bytes()], gateway: {retries: 'all', failTimeoutMs: 1000}},
	load: {ratePerSecond: 80, postShare: 0.35},
	phases: {baselineMs: 2000, faultMs: 4000, recoveryMs: 3500},
	fault: reset({when: 'commit', methods: ['POST'], upstream: 'app1'}),
	expect: [
		expect.ledger({lost: 0, duplicated: [1, null], committedButFailed: 0}),
		expect.noErrors(),
		expect.retries({attemptsPerRequest: [1.001, 2]}),
	],
	failsWithoutFault: ['ledger', 'retries'],
	differs: {
		httpd: {skip: 'httpd never sends a request again that was sent'},
		traefik: {
			because:
				'Traefik sends nothing again that it has written once, whatever it was told: clients are told 502, and no POST is done twice',
			expect: [expect.ledger({lost: 0, duplicated: 0, committedButFailed: 'faulted'}), expect.noErrors({method: 'GET'})],
			failsWithoutFault: ['ledger'],
		},
	},
});
