// One of two apps is stopped, and it has no handler for SIGTERM: it ends at once, with all that it had begun. GETs go to the other app; a POST may
// have been committed, and was: it must not be sent again, so its client gets an error for what has been done. This is the price of a
// missing handler, at each deploy: as many broken POSTs as are under way.
import {defineScenario, expect, node, stop} from 'gatequake';

export default defineScenario({
	title: 'one of two apps is stopped and does not drain',
	tags: ['deploy'],
	topology: {
		upstreams: [node({serviceMs: 300, onTerm: 'die'}), node({serviceMs: 300})],
		gateway: {failTimeoutMs: 1000},
	},
	load: {postShare: 0.5},
	phases: {baselineMs: 2000, faultMs: 2500, recoveryMs: 3500},
	fault: stop({upstream: 'app1', graceMs: 5000}),
	expect: [
		expect.exit({status: 143, withinMs: 200}),
		expect.ledger({lost: 0, duplicated: 0, committedButFailed: [3, 40]}),
		expect.failover({to: ['app2'], share: [0.95, 1]}),
		expect.recovery({withinMs: 2500}),
	],
	failsWithoutFault: ['exit', 'ledger', 'failover'],
});
