// The app's process is stopped and continued (SIGSTOP, SIGCONT), as by a debugger, or by a machine that swaps. Its port stays open and the
// kernel goes on accepting for it, so the gateway connects well and waits: clients must get 504 at the read time-out, not 502. When the
// process goes on it works off what it finds in its sockets, for clients that have long gone.
import {defineScenario, expect, freeze, node} from 'gatequake';

export default defineScenario({
	title: "the app's process stands still",
	tags: ['app'],
	topology: {upstreams: [node()], gateway: {readTimeoutMs: 1000}},
	phases: {baselineMs: 2000, faultMs: 2500, recoveryMs: 3000},
	fault: freeze(),
	expect: [
		expect.errors({cause: 'http_response_timeout', by: 'gateway', share: [0.55, 1]}),
		expect.latency({of: 'errors', p50Ms: [900, 1200]}),
		expect.recovery({withinMs: 1500}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['errors', 'latency'],
});
