// All threads of Tomcat are held by slow requests, as by a slow database. It goes on taking connections, so nobody is refused: requests wait
// inside it without end, the gateway gives each of them up at its read time-out, and Tomcat works them off later, for nobody.
// Expected: time-outs for nearly all, Tomcat's own warning of as many stuck threads as it has, and recovery when the last slow requests are done.
import {defineScenario, expect, tomcat, workersBusy} from 'gatequake';

export default defineScenario({
	title: 'all threads of Tomcat are busy',
	tags: ['app', 'overload', 'server'],
	topology: {upstreams: [tomcat({workers: 4, backlog: 16})]},
	load: {ratePerSecond: 60},
	phases: {warmupMs: 3000, baselineMs: 2000, faultMs: 7500, recoveryMs: 6000},
	fault: workersBusy({holdMs: 3000}),
	expect: [
		expect.errors({cause: 'http_response_timeout', by: 'gateway', share: [0.9, 1]}),
		expect.cause({is: 'http_response_timeout', share: [0.95, 1]}),
		expect.recovery({withinMs: 4500}),
	],
	failsWithoutFault: ['errors', 'cause'],
});
