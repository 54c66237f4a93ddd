// The gateway has no ephemeral port left: each request takes a new connection to the app, and each port rests for a minute afterwards.
// The app is well and idle, its host answers, and yet no connection to it can be made: the gateway must answer at once with an error of its
// own, and its log must name its own host as the cause, not the app. Keep-alive to the app is the cure; here it is off.
import {defineScenario, expect, node, portsExhausted} from 'gatequake';

export default defineScenario({
	title: 'the gateway has no ephemeral port left',
	tags: ['overload'],
	topology: {upstreams: [node()], gateway: {upstreamKeepalive: 0}},
	// A port rests for a minute: at more than this a gateway without keep-alive would run out of them without any fault.
	load: {ratePerSecond: 120},
	phases: {baselineMs: 2000, faultMs: 2500, recoveryMs: 2500},
	fault: portsExhausted(),
	expect: [
		expect.status({is: [500, 502, 503], by: 'gateway', share: [0.8, 1]}),
		expect.recovery({withinMs: 1000}),
		expect.ledger({lost: 0, duplicated: 0, committedButFailed: 0}),
	],
	failsWithoutFault: ['status'],
	differs: {
		haproxy: {
			skip: 'HAProxy closes its connections to servers with a reset, so the ports it had are free again at once, and it needs no others',
		},
		nginx: {
			because: 'nginx answers 502 to any connection that cannot be made, and 500 only where it runs out of its own connections',
			expect: [
				expect.status({is: 502, by: 'gateway', share: [0.8, 1]}),
				expect.cause({is: 'proxy_internal_error'}),
				expect.recovery({withinMs: 1000}),
				expect.ledger({lost: 0, duplicated: 0, committedButFailed: 0}),
			],
		},
	},
});
