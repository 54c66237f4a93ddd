// The name service is dead. For two seconds nobody notices: the gateway looks names up each second, gets no answer, and goes on with the
// address that it knows. Then the gateway is restarted, as somebody does who looks for the fault, and what it knew is gone: it listens and
// has nobody to ask, until the name service is back. The app was well all the time.
import {defineScenario, dnsDead, expect, gatewayKill, node, sequence} from 'gatequake';

/** Of gateways that ask for a name while a client waits. */
const waiting = {
	expect: [
		expect.status({is: ['empty-reply', 'refused', 'reset', 500, 503], share: [0.2, 0.8]}),
		expect.outage({count: [1, 6]}),
		expect.recovery({withinMs: 6500}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['status', 'outage'],
};

/** Of gateways that ask for names before they listen. */
const silent = {
	expect: [
		expect.status({is: 200, by: 'upstream', share: [0.2, 0.55], name: 'what is known goes on'}),
		expect.status({is: ['refused', 'reset', 'empty-reply', 503], by: 'gateway', share: [0.4, 0.8], name: 'what is not known'}),
		expect.outage({count: [1, 2], lengthMs: [2500, 12_000]}),
		expect.recovery({withinMs: 6500}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['what is known goes on', 'what is not known', 'outage'],
};

export default defineScenario({
	title: 'the name service is dead, and the gateway is restarted',
	tags: ['network'],
	topology: {upstreams: [node()], gateway: {resolver: {validMs: 1000}, upstreamKeepalive: 0}},
	load: {ratePerSecond: 100},
	phases: {baselineMs: 2000, faultMs: 6000, recoveryMs: 8000},
	fault: sequence({parts: [{fault: dnsDead()}, {fault: gatewayKill(), atMs: 2500, forMs: 500}]}),
	expect: [
		expect.status({is: 200, by: 'upstream', share: [0.3, 0.5], name: 'what is known goes on'}),
		expect.errors({cause: 'destination_unavailable', by: 'gateway', share: [0.3, 0.65]}),
		expect.outage({count: 1, lengthMs: [3000, 9500]}),
		expect.recovery({withinMs: 6500}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['what is known goes on', 'errors', 'outage'],
	differs: {
		caddy: {
			because:
				'Caddy asks for the name while clients wait: the restart cuts them off, and those after it are answered late, when the name service is back',
			...waiting,
		},
		envoy: {because: 'Envoy listens only when it has asked for its names: clients are refused until the name service is back', ...silent},
		haproxy: {
			because: 'HAProxy asks for names before it listens, and waits for seconds: clients are refused longer, and told 503 after that',
			...silent,
		},
		httpd: {
			because:
				'httpd asks for the name while clients wait: the restart cuts them off, and those after it are answered late, when the name service is back',
			...waiting,
		},
		traefik: {skip: 'Traefik asks for the name anew for each connection that it opens, and cannot be told for how long an answer holds'},
		varnish: {skip: 'Varnish looks names up once, when a VCL is loaded'},
	},
});
