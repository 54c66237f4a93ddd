// The app's Unix socket is gone from its folder: removed by a clean-up, or made under another name than the gateway's config has.
// Happens after reboots and upgrades that empty /run, and with every typing error in a path. The app itself is well and says nothing.
// Expected: at once an error by the gateway, whose log names the missing file, and recovery as soon as the name is there again.
import {defineScenario, expect, node, socketMissing} from 'gatequake';

export default defineScenario({
	title: "the app's Unix socket is gone, and comes back",
	tags: ['app'],
	// Connections that are kept would go on working.
	topology: {upstreams: [node({listen: 'unix'})], gateway: {upstreamKeepalive: 0}},
	phases: {baselineMs: 2000, faultMs: 3000, recoveryMs: 3000},
	fault: socketMissing(),
	expect: [
		expect.errors({cause: 'destination_unavailable', by: 'gateway', share: [0.99, 1]}),
		expect.cause({is: 'destination_unavailable'}),
		expect.outage({matchesFaultWithinMs: 50}),
		expect.recovery({withinMs: 1000}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['errors', 'cause', 'outage'],
});
