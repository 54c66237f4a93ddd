// A version of the app is deployed that listens on 127.0.0.1: it works on its own host, where its developer and its health check ask, and
// nobody else reaches it. The gateway is refused, as if nothing listened, while the app's log says that it listens on the right port and
// its process manager shows it as up. Only the address in the socket table tells; a deploy with another setting is the cure.
import {defineScenario, expect, loopbackOnly, node} from 'gatequake';

export default defineScenario({
	title: 'the app listens on loopback only after a deploy',
	tags: ['deploy', 'app'],
	topology: {upstreams: [node()]},
	phases: {baselineMs: 2000, faultMs: 2500, recoveryMs: 2500},
	fault: loopbackOnly(),
	expect: [
		expect.errors({cause: 'connection_refused', by: 'gateway', share: [0.95, 1]}),
		expect.recovery({withinMs: 1000}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['errors'],
});
