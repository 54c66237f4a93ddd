// The same app, the same two slow seconds as in metastable.ts, and the same clients but for one thing: all retries together may be a fifth of
// the first tries, no more. So at most 36 requests a second come to an app that can do 50: the queue that the slow seconds left is worked
// off, and the outage ends by itself.
import {defineScenario, expect, node, slowFirstByte} from 'gatequake';

export default defineScenario({
	title: 'retries with a budget let an app come back',
	tags: ['overload'],
	topology: {upstreams: [node()], gateway: {retries: 'off', readTimeoutMs: 3000}},
	load: {
		ratePerSecond: 30,
		path: '/work/20',
		postShare: 0,
		timeoutMs: {connect: 1000, firstByte: 500, body: 1000},
		retry: {attempts: 4, backoffMs: 50, factor: 1, budgetShare: 0.2},
	},
	phases: {baselineMs: 2500, faultMs: 2000, recoveryMs: 12_000},
	fault: slowFirstByte({delayMs: 200}),
	expect: [expect.outage({count: [1, null]}), expect.recovery({withinMs: 10_000}), expect.noErrors({window: 'baseline'})],
	failsWithoutFault: ['outage'],
});
