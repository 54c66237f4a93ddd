// Nobody may connect to the app's Unix socket any more: a deploy or an upgrade made it for another user or group than the gateway's.
// The usual cause of a 502 right after an installation; the app is well, and its own tools, run as its user, find nothing wrong.
// Expected: at once an error by the gateway, whose log says that permission was denied, and recovery as soon as the mode is right again.
import {defineScenario, expect, node, socketPermission} from 'gatequake';

export default defineScenario({
	title: "the gateway may not connect to the app's Unix socket",
	tags: ['app', 'deploy'],
	// Connections that are kept would go on working.
	topology: {upstreams: [node({listen: 'unix'})], gateway: {upstreamKeepalive: 0}},
	phases: {baselineMs: 2000, faultMs: 3000, recoveryMs: 3000},
	fault: socketPermission(),
	expect: [
		expect.errors({cause: 'destination_unavailable', by: 'gateway', share: [0.99, 1]}),
		expect.cause({is: 'destination_unavailable'}),
		expect.outage({matchesFaultWithinMs: 50}),
		expect.recovery({withinMs: 1000}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['errors', 'cause', 'outage'],
});
