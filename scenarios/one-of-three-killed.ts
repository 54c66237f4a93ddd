// One of three upstreams is killed. The other two must take over at once: a request that cannot be connected goes to the next one,
// whatever its method; only what the dead app had already taken may fail, and a POST among it must not be sent again.
// When the app is back and its fail_timeout is over (one second, and up to one more by nginx's clock), it must get traffic again.
import {defineScenario, expect, kill, node} from 'gatequake';

export default defineScenario({
	title: 'one of three upstreams is killed and restarted',
	tags: ['core'],
	topology: {upstreams: [node(), node(), node()], gateway: {failTimeoutMs: 1000}},
	phases: {baselineMs: 2000, faultMs: 2500, recoveryMs: 3500},
	fault: kill({upstream: 'app1', restartAfterMs: 2500}),
	expect: [
		expect.failover({to: ['app2', 'app3'], share: [0.98, 1]}),
		expect.noErrors({allow: 4}),
		expect.failover({to: ['app1'], window: 'recovery', share: [0.08, 0.5]}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['failover'],
	differs: {
		traefik: {
			because: 'Traefik sends nothing again that it has written once, not even a GET: what was under way at the death of the app fails',
			expect: [
				expect.failover({to: ['app2', 'app3'], share: [0.98, 1]}),
				expect.noErrors({allow: 12}),
				expect.failover({to: ['app1'], window: 'recovery', share: [0.08, 0.5]}),
				expect.ledger({lost: 0, duplicated: 0}),
			],
		},
	},
});
