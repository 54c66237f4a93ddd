// The app commits each POST, and resets the connection before it has told anybody. Clients are told 502, and the order is in the books:
// the most expensive failure there is, for a client that tries again orders twice. The ledger must find exactly those commits,
// none more and none less; GETs must not be touched, and the gateway must not send a POST again by itself.
import {bytes, defineScenario, expect, reset} from 'gatequake';

export default defineScenario({
	title: 'the app commits POSTs and resets before it answers',
	tags: ['core'],
	topology: {upstreams: [bytes()]},
	phases: {baselineMs: 2000, faultMs: 2000, recoveryMs: 2500},
	fault: reset({when: 'commit', methods: ['POST']}),
	expect: [
		expect.ledger({lost: 0, duplicated: 0, committedButFailed: 'faulted'}),
		expect.errors({cause: 'connection_terminated', by: 'gateway', method: 'POST', share: [0.98, 1]}),
		expect.noErrors({method: 'GET'}),
		expect.recovery({withinMs: 500}),
	],
	failsWithoutFault: ['ledger', 'errors'],
});
