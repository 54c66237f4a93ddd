// The gateway is reloaded twenty times under load, each time with the other one of two apps: what a controller does to it while many
// services are being deployed. Old workers pile up, and every one of them has to finish what it has begun: each request must be answered
// well, without an exception. Each has a connection of its own: an idle one that is just being closed is the story of gateway-reloaded.
import {defineScenario, expect, gatewayReload, node} from 'gatequake';

export default defineScenario({
	title: 'the gateway is reloaded twenty times under load',
	tags: ['gateway', 'deploy'],
	topology: {upstreams: [node(), node()], gateway: {upstreams: ['app1']}},
	load: {connections: 'fresh'},
	phases: {baselineMs: 2000, faultMs: 1500, recoveryMs: 2000},
	fault: gatewayReload({upstreams: ['app2'], times: 20}),
	expect: [
		expect.failover({to: ['app2'], share: [0.98, 1]}),
		expect.noErrors(),
		expect.ledger({lost: 0, duplicated: 0, committedButFailed: 0}),
	],
	failsWithoutFault: ['failover'],
	differs: {
		httpd: {
			because:
				'httpd takes up to a second for each reload, in which new connections wait: those of the last one are answered by the new config',
			expect: [
				expect.failover({to: ['app2'], share: [0.6, 1]}),
				expect.noErrors(),
				expect.ledger({lost: 0, duplicated: 0, committedButFailed: 0}),
			],
		},
		caddy: {
			because: 'Caddy closes a connection that its old listener had just taken, about one in a thousand',
			expect: [
				expect.failover({to: ['app2'], share: [0.98, 1]}),
				expect.slo({errorShare: [0, 0.01]}),
				expect.ledger({lost: 0, duplicated: 0, committedButFailed: [0, 3]}),
			],
		},
	},
});
