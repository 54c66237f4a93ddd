// The app shows a certificate of an issuer that the gateway does not know: self-signed ones of a new machine, or an authority that was
// replaced. Name and dates are right. The gateway must refuse each new connection, name the certificate as the reason,
// and serve again with the old one.
import {defineScenario, expect, node, tlsCertificate} from 'gatequake';

export default defineScenario({
	title: "the app's certificate is from an issuer that nobody trusts",
	tags: ['tls'],
	topology: {upstreams: [node({tls: true})]},
	phases: {baselineMs: 2000, faultMs: 2000, recoveryMs: 2500},
	fault: tlsCertificate({is: 'untrusted'}),
	expect: [
		expect.errors({cause: 'tls_certificate_error', by: 'gateway', share: [0.97, 1]}),
		expect.recovery({withinMs: 500}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['errors'],
});
