// The name service says that there is no such name: a record was deleted, a search domain is missing, a zone did not load. The app is
// well, at the address that it always had. A gateway that looks names up again believes it and takes the app out at its next look; one
// that looked once, at its start, goes on as if nothing were.
import {defineScenario, dnsAnswers, expect, node} from 'gatequake';

export default defineScenario({
	title: "the gateway's name service knows the app's name no more",
	tags: ['network'],
	topology: {upstreams: [node()], gateway: {resolver: {validMs: 1000}, upstreamKeepalive: 0}},
	phases: {baselineMs: 2000, faultMs: 4000, recoveryMs: 4500},
	fault: dnsAnswers({as: 'no-such-name'}),
	expect: [
		expect.status({is: [500, 502, 503], by: 'gateway', share: [0.4, 1]}),
		expect.recovery({withinMs: 3500}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['status'],
	differs: {
		haproxy: {
			because: 'HAProxy keeps the address that it has for 30 s after the name service says that there is no such name (`hold nx`)',
			expect: [expect.noErrors(), expect.ledger({lost: 0, duplicated: 0})],
			failsWithoutFault: [],
		},
		traefik: {skip: 'Traefik asks for the name anew for each connection that it opens, and cannot be told for how long an answer holds'},
		varnish: {skip: 'Varnish looks names up once, when a VCL is loaded'},
	},
});
