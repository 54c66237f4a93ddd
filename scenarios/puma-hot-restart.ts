// Puma is told to start anew as a whole (SIGUSR2): all workers end at once, each when it has answered what it had begun, and the first process
// runs itself again, with the socket that it has. Nobody serves meanwhile: who comes waits in the kernel's queue until the app has started.
// Expected: not one error while the gateway's read time-out is longer than that, but requests that wait, of which a phased restart has none.
import {defineScenario, expect, puma, serverReload} from 'gatequake';

export default defineScenario({
	title: 'a Puma starts anew as a whole under load',
	tags: ['deploy', 'server'],
	topology: {upstreams: [puma({workers: 4, serviceMs: 100, graceMs: 2000})], gateway: {upstreamKeepalive: 0, readTimeoutMs: 5000}},
	load: {ratePerSecond: 60},
	phases: {baselineMs: 2000, faultMs: 5000, recoveryMs: 3000},
	fault: serverReload({how: 'hot-restart', everyMs: 3000}),
	expect: [
		expect.noErrors(),
		expect.latency({p99Ms: [250, 4500]}),
		expect.recovery({withinMs: 3000}),
		expect.ledger({lost: 0, duplicated: 0, committedButFailed: 0}),
	],
	failsWithoutFault: ['latency'],
});
