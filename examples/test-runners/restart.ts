// The app is killed and started again after a second, behind a gateway that waits for nobody: clients must get 502 from the gateway
// at once, for as long as nothing listens, and good answers within a second of the app listening again.
// It is what the three test files beside it run.
import {defineScenario, expect, kill, node} from 'gatequake';

export default defineScenario({
	title: 'the app is restarted, and is back within a second',
	topology: {upstreams: [node()]},
	phases: {baselineMs: 2000, faultMs: 1000, recoveryMs: 2500},
	fault: kill({signal: 'SIGKILL', restartAfterMs: 1000}),
	expect: [
		expect.errors({cause: 'connection_refused', by: 'gateway', share: [0.99, 1]}),
		expect.recovery({withinMs: 1000}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['errors'],
});
