// The same restart, and a promise that one app alone cannot keep: no error at all.
// It fails, and shows how a failure reads in a test runner.
// It is what the three test files beside it run.
import {defineScenario, expect, kill, node} from 'gatequake';

export default defineScenario({
	title: 'the app is restarted, and nobody notices',
	topology: {upstreams: [node()]},
	phases: {baselineMs: 2000, faultMs: 1000, recoveryMs: 2500},
	fault: kill({signal: 'SIGKILL', restartAfterMs: 1000}),
	expect: [expect.noErrors()],
	failsWithoutFault: [],
});
