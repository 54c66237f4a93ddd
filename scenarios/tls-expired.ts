// Nobody renewed the app's certificate. A gateway that checks it must refuse each new connection at once, and say that it was the
// certificate; waiting helps nobody, and a new certificate everybody, without a restart of the gateway. Connections that are parked would
// go on for as long as they last: here the app closes them, as its restart would.
import {defineScenario, expect, node, tlsCertificate} from 'gatequake';

export default defineScenario({
	title: "the app's certificate has expired",
	tags: ['tls'],
	topology: {upstreams: [node({tls: true})]},
	phases: {baselineMs: 2000, faultMs: 2000, recoveryMs: 2500},
	fault: tlsCertificate({is: 'expired'}),
	expect: [
		expect.errors({cause: 'tls_certificate_error', by: 'gateway', share: [0.97, 1]}),
		expect.recovery({withinMs: 500}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['errors'],
});
