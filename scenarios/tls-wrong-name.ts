// The app shows a certificate for another name: a deploy took the wrong file, or another service answers there.
// The issuer is trusted and the dates are right, so only a gateway that also checks the name is safe.
// It must refuse each new connection at once, and name the certificate as the reason.
import {defineScenario, expect, node, tlsCertificate} from 'gatequake';

export default defineScenario({
	title: "the app's certificate is for another name",
	tags: ['tls'],
	topology: {upstreams: [node({tls: true})]},
	phases: {baselineMs: 2000, faultMs: 2000, recoveryMs: 2500},
	fault: tlsCertificate({is: 'wrong-name'}),
	expect: [
		expect.errors({cause: 'tls_certificate_error', by: 'gateway', share: [0.97, 1]}),
		expect.recovery({withinMs: 500}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['errors'],
});
