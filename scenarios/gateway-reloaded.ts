// The gateway is reloaded under load with a config that sends all traffic to another app, as a deploy does, and back. Clients must notice
// nothing but the other app answering. A request that races with the old worker closing an idle kept-alive connection is the one thing that
// HTTP/1.1 cannot rule out, so two of those are allowed for each of the two reloads.
import {defineScenario, expect, gatewayReload, node} from 'gatequake';

export default defineScenario({
	title: 'the gateway is reloaded under load and moves traffic to another app',
	tags: ['core'],
	topology: {upstreams: [node(), node()], gateway: {upstreams: ['app1']}},
	phases: {baselineMs: 2000, faultMs: 2000, recoveryMs: 2000},
	fault: gatewayReload({upstreams: ['app2']}),
	expect: [
		expect.failover({to: ['app2'], share: [0.98, 1]}),
		expect.noErrors({allow: 4}),
		expect.ledger({lost: 0, duplicated: 0, committedButFailed: [0, 1]}),
	],
	failsWithoutFault: ['failover'],
	differs: {
		caddy: {
			because: 'Caddy closes idle kept-alive connections at once at a reload, also those that a request is just coming in on',
			expect: [
				expect.failover({to: ['app2'], share: [0.98, 1]}),
				expect.noErrors({allow: 8}),
				expect.ledger({lost: 0, duplicated: 0, committedButFailed: [0, 1]}),
			],
		},
		httpd: {
			because:
				'httpd closes kept-alive connections at a graceful restart without a look for a request on them, and takes new ones a second later',
			expect: [
				expect.failover({to: ['app2'], share: [0.9, 1]}),
				expect.noErrors({allow: 20}),
				expect.ledger({lost: 0, duplicated: 0, committedButFailed: [0, 1]}),
			],
		},
	},
});
