// The app speaks plain HTTP where the gateway speaks TLS: a deploy forgot to turn it on.
// The port is open, and what comes back is no handshake. The gateway must answer at once that the protocol was wrong,
// and never send the request in the clear instead.
import {defineScenario, expect, node, tlsPlainPort} from 'gatequake';

export default defineScenario({
	title: 'the app speaks plain HTTP where TLS is expected',
	tags: ['tls'],
	topology: {upstreams: [node({tls: true})]},
	phases: {baselineMs: 2000, faultMs: 2000, recoveryMs: 2500},
	fault: tlsPlainPort(),
	expect: [
		expect.errors({cause: 'tls_protocol_error', by: 'gateway', share: [0.97, 1]}),
		expect.recovery({withinMs: 500}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['errors'],
});
