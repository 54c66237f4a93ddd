// An app with one worker can do 50 requests a second, and is asked for 30. It is slow for two seconds, and well again; but by then a queue
// stands before it, every client gives up before its turn has come, and tries again, up to four times: 120 requests a second, all of
// them too late. The outage outlives its cause. With a budget for retries it ends by itself: metastable-budget.ts.
import {defineScenario, expect, node, slowFirstByte} from 'gatequake';

export default defineScenario({
	title: 'retries without a budget keep an app down that is well again',
	tags: ['overload'],
	topology: {upstreams: [node()], gateway: {retries: 'off', readTimeoutMs: 3000}},
	load: {
		ratePerSecond: 30,
		path: '/work/20',
		postShare: 0,
		timeoutMs: {connect: 1000, firstByte: 500, body: 1000},
		retry: {attempts: 4, backoffMs: 50, factor: 1},
	},
	phases: {baselineMs: 2500, faultMs: 2000, recoveryMs: 8000},
	fault: slowFirstByte({delayMs: 200}),
	expect: [
		expect.recovery({never: true}),
		expect.throughput({window: 'recovery', atLeastShareOfBaseline: 0, atMostShareOfBaseline: 0.5}),
		expect.noErrors({window: 'baseline'}),
	],
	failsWithoutFault: ['recovery'],
});
