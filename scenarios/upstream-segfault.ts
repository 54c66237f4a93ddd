// The app dies of a segmentation fault, and its process manager, which starts it again after an abnormal end only, does so a second later. The kernel
// must say that it was signal 11 (wait status 139): an app that was killed (137) or that gave up by itself (1) is another story, with
// another cure. To clients all three look the same: 502 for as long as nobody listens.
import {defineScenario, expect, kill, node} from 'gatequake';

export default defineScenario({
	title: 'the only upstream dies of a segmentation fault',
	tags: ['app'],
	topology: {upstreams: [node({restart: {policy: 'on-abnormal', delayMs: 1500}})]},
	phases: {baselineMs: 2000, faultMs: 1400, recoveryMs: 2500},
	fault: kill({signal: 'SIGSEGV', restartAfterMs: 'policy'}),
	expect: [
		expect.exit({status: 139, withinMs: 500}),
		expect.errors({cause: 'connection_refused', by: 'gateway', share: [0.95, 1]}),
		expect.recovery({withinMs: 1000}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['exit', 'errors'],
});
