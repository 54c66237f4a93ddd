// A fifth of the requests crash the PHP worker that serves them, as a broken extension or JIT does: SIGSEGV, and FPM starts another one.
// The gateway sees a connection reset in the middle of a request; the other requests, and the other workers, notice nothing.
// Expected: an error by the gateway for exactly those requests, good answers for the rest, and FPM's log naming the signal.
import {crash, defineScenario, expect, phpFpm} from 'gatequake';

export default defineScenario({
	title: 'requests crash the PHP worker that serves them',
	tags: ['app'],
	topology: {upstreams: [phpFpm({workers: 8})], gateway: {upstreamKeepalive: 0}},
	load: {ratePerSecond: 50},
	phases: {baselineMs: 2000, faultMs: 4000, recoveryMs: 3000},
	fault: crash({signal: 'SIGSEGV', share: 0.2}),
	expect: [
		expect.errors({cause: 'connection_terminated', by: 'gateway', share: [0.17, 0.23]}),
		expect.cause({is: 'connection_terminated'}),
		expect.recovery({withinMs: 1000}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['errors', 'cause'],
});
