// Some requests never end, and uWSGI kills their workers after its harakiri time. A worker that is killed answers nothing: the gateway sees the
// connection close before any header, makes a 502 of it, and its log names that cause. Those requests alone fail: the other workers go
// on, and the master puts a new worker in the place of each that was killed.
import {defineScenario, expect, hang, uwsgi} from 'gatequake';

export default defineScenario({
	title: 'uWSGI kills workers whose requests take too long',
	tags: ['server'],
	topology: {upstreams: [uwsgi({workers: 4, requestTimeoutMs: 1000})], gateway: {readTimeoutMs: 5000}},
	load: {ratePerSecond: 60},
	phases: {baselineMs: 2000, faultMs: 4000, recoveryMs: 4000},
	fault: hang({share: 0.015}),
	expect: [
		expect.errors({cause: 'connection_terminated', by: 'gateway', share: [0.01, 0.05]}),
		expect.status({is: 200, share: [0.9, 0.99]}),
		expect.recovery({withinMs: 2500}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['errors', 'status'],
});
