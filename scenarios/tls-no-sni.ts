// A deploy of the gateway's config loses the line that makes it say whom it wants (nginx and HAProxy do not by themselves).
// The app serves several sites at one address: for a client that names none it has no certificate.
// It refuses the handshake with an alert, and the gateway must say so.
import {defineScenario, expect, node, tlsNoName} from 'gatequake';

export default defineScenario({
	title: 'the gateway does not say whom it wants (SNI)',
	tags: ['tls'],
	topology: {upstreams: [node({tls: {needsName: true}})]},
	phases: {baselineMs: 2000, faultMs: 2000, recoveryMs: 2500},
	fault: tlsNoName(),
	expect: [
		expect.errors({cause: 'tls_alert_received', by: 'gateway', share: [0.97, 1]}),
		expect.recovery({withinMs: 1000}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['errors'],
	differs: {
		caddy: {skip: 'Caddy always says in its hello whom it wants'},
		httpd: {skip: 'httpd always says in its hello whom it wants'},
		traefik: {skip: 'Traefik always says in its hello whom it wants'},
	},
});
