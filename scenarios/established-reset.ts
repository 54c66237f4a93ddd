// A firewall between gateway and app has lost its table of connections: whatever is sent over one is answered with RST. Connecting works,
// so a check that only opens the port stays green. The gateway must answer 502 and name the connection's end as the reason, and must not
// send a POST again that it has sent before; none has reached the app.
import {defineScenario, expect, node, resetEstablished} from 'gatequake';

export default defineScenario({
	title: 'connections to the app are reset as soon as they are used',
	tags: ['network'],
	topology: {upstreams: [node()]},
	phases: {baselineMs: 2000, faultMs: 3000, recoveryMs: 2500},
	fault: resetEstablished({peer: 'gateway'}),
	expect: [
		expect.errors({cause: 'connection_terminated', by: 'gateway', share: [0.98, 1]}),
		expect.outage({matchesFaultWithinMs: 50}),
		expect.recovery({withinMs: 500}),
		expect.ledger({lost: 0, duplicated: 0, committedButFailed: 0}),
	],
	failsWithoutFault: ['errors'],
});
