// A firewall between gateway and app forgets its connections: they stay open, and nothing that the app sends arrives. The gateway must give up at
// its read time-out, with 504 and not 502, and not keep clients waiting any longer. The app has answered all of it, and has committed the
// POSTs. Connections of that time are worth nothing afterwards; new ones must serve everyone within a second.
import {defineScenario, expect, linkTimeout, node} from 'gatequake';

export default defineScenario({
	title: 'nothing that the app sends arrives, and connections stay open',
	tags: ['network'],
	topology: {upstreams: [node()]},
	phases: {baselineMs: 2000, faultMs: 3000, recoveryMs: 2500},
	fault: linkTimeout(),
	expect: [
		expect.errors({cause: 'http_response_timeout', by: 'gateway', share: [0.6, 1]}),
		expect.latency({of: 'errors', p50Ms: [950, 1400]}),
		expect.recovery({withinMs: 1000}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['errors', 'latency'],
});
