// A deploy of the gateway's config loses the line that passes the clients' Host on, and the app answers only to names that it knows. The
// app itself answers each request, with 421, and the gateway passes that on: there is nothing in its error log, and an access log that
// names the app as the one who said so. Restarting either of them changes nothing.
import {defineScenario, expect, node, wrongHost} from 'gatequake';

export default defineScenario({
	title: 'the gateway sends a Host that the app does not know',
	tags: ['deploy', 'gateway'],
	topology: {upstreams: [node()]},
	phases: {baselineMs: 2000, faultMs: 2000, recoveryMs: 2500},
	fault: wrongHost(),
	expect: [
		expect.status({is: 421, by: 'upstream', share: [0.95, 1]}),
		expect.recovery({withinMs: 1000}),
		expect.ledger({lost: 0, duplicated: 0, committedButFailed: 0}),
	],
	failsWithoutFault: ['status'],
});
