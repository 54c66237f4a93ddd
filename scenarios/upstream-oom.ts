// The only upstream leaks until the kernel's OOM killer takes it, and is started again by its process manager a second later.
// To the gateway this looks like any killed process. That it was memory is proven apart from it: by the cgroup's own counter, the
// engine's `oom` event and the wait status 137, all three, or the run is inconclusive.
import {defineScenario, expect, node, oom} from 'gatequake';

export default defineScenario({
	title: 'the only upstream runs out of memory and is started again',
	tags: ['core'],
	topology: {upstreams: [node({memoryBytes: 192 * 1024 * 1024, restart: {policy: 'always', delayMs: 1500}})]},
	phases: {baselineMs: 2000, faultMs: 2000, recoveryMs: 3000},
	fault: oom({upstream: 'app1'}),
	expect: [
		expect.errors({cause: 'connection_refused', by: 'gateway', share: [0.95, 1]}),
		expect.recovery({withinMs: 1500}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['errors'],
});
