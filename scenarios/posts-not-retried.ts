// One of two apps commits each POST and resets before it has told anybody, and the gateway may try again what is safe (retries: safe): a
// POST that was sent is not. Clients are told 502 for orders that are in the books once. No POST may be done twice: that is the price of
// `all`, which hides the same failure from clients: posts-retried.ts.
import {bytes, defineScenario, expect, reset} from 'gatequake';

export default defineScenario({
	title: 'the gateway does not send POSTs again that were committed',
	tags: ['app'],
	topology: {upstreams: [bytes(), bytes()], gateway: {retries: 'safe', failTimeoutMs: 1000}},
	load: {ratePerSecond: 80, postShare: 0.35},
	phases: {baselineMs: 2000, faultMs: 4000, recoveryMs: 3500},
	fault: reset({when: 'commit', methods: ['POST'], upstream: 'app1'}),
	expect: [
		expect.ledger({lost: 0, duplicated: 0, committedButFailed: 'faulted'}),
		expect.errors({cause: 'connection_terminated', by: 'gateway', method: 'POST', share: [0.01, 0.6]}),
		expect.noErrors({method: 'GET'}),
	],
	failsWithoutFault: ['ledger', 'errors'],
});
