// The app that all requests go to dies, and a backup is there for that: another app, which gets nothing while the first one is well. Clients
// must be served by it at once, with no more errors than requests that the dead app held in its hands; and when the first one is back,
// it must do the work again.
import {defineScenario, expect, kill, node} from 'gatequake';

export default defineScenario({
	title: 'the app dies, and the backup server takes its place',
	tags: ['recovery'],
	topology: {upstreams: [node(), node()], gateway: {backups: ['app2'], failTimeoutMs: 1000}},
	load: {ratePerSecond: 80},
	phases: {baselineMs: 2000, faultMs: 3000, recoveryMs: 4000},
	fault: kill({upstream: 'app1', restartAfterMs: 3000}),
	expect: [
		expect.failover({to: ['app1'], window: 'baseline', share: [1, 1], name: 'idle backup'}),
		expect.failover({to: ['app2'], share: [0.97, 1]}),
		expect.noErrors({allow: 10}),
		expect.failover({to: ['app1'], window: 'recovery', share: [0.4, 1], name: 'back again'}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['failover'],
	differs: {traefik: {skip: 'its failover service turns to the other service by active health checks, and not when requests fail'}},
});
