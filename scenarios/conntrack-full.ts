// Connection tracking on the app's host has no entry left for another connection. Those that are open go on and are served, and the first
// packet of every other one is dropped without a word: the app is idle, its port is open, and some requests take a time-out while others
// are as fast as ever. Only the kernel's log on that host would tell. Keep-alive hides it; here it is off.
import {conntrackFull, defineScenario, expect, node} from 'gatequake';

export default defineScenario({
	title: "connection tracking on the app's host is full",
	tags: ['network', 'overload'],
	topology: {upstreams: [node({serviceMs: 100})], gateway: {upstreamKeepalive: 0}},
	phases: {baselineMs: 2000, faultMs: 3000, recoveryMs: 3500},
	fault: conntrackFull({entries: 8}),
	expect: [
		expect.errors({cause: 'connection_timeout', by: 'gateway', share: [0.2, 0.95]}),
		expect.status({is: 200, share: [0.05, 0.8]}),
		expect.recovery({withinMs: 2000}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['errors', 'status'],
});
