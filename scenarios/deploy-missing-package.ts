// A version is deployed without a package that it imports: the loader ends it before its first line runs. One of two apps is deployed first,
// as it should be, so clients must see nothing of it but the other app answering, for as long as the broken one is down. When a whole version
// is there, both must serve again.
import {badDeploy, defineScenario, expect, node} from 'gatequake';

export default defineScenario({
	title: 'a deploy of one of two apps misses a package',
	tags: ['deploy'],
	topology: {
		upstreams: [node({restart: {policy: 'on-failure', delayMs: 500}}), node()],
		gateway: {failTimeoutMs: 1000},
	},
	phases: {baselineMs: 2000, faultMs: 3000, recoveryMs: 3500},
	fault: badDeploy({why: 'missing-package'}),
	expect: [
		expect.exit({status: 1, count: [2, null]}),
		expect.noErrors({allow: 2}),
		expect.failover({to: ['app2'], share: [0.98, 1]}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['exit', 'failover'],
});
