// All workers of uWSGI are held by slow requests, and its listen queue fills up: the line "listen queue of socket ... full" comes from its master,
// while the processor idles. What waits in the queue is not answered in time, and what finds it full is not taken by the kernel.
// Expected: time-outs by the gateway for nearly everything, that line in uWSGI's log, and recovery once the workers are free.
import {defineScenario, expect, uwsgi, workersBusy} from 'gatequake';

export default defineScenario({
	title: 'the listen queue of uWSGI is full',
	tags: ['app', 'overload', 'server'],
	topology: {upstreams: [uwsgi({workers: 4, backlog: 16})]},
	load: {ratePerSecond: 60},
	phases: {baselineMs: 2000, faultMs: 6000, recoveryMs: 8000},
	fault: workersBusy({holdMs: 2000}),
	expect: [
		expect.errors({cause: ['connection_timeout', 'http_response_timeout'], by: 'gateway', share: [0.9, 1]}),
		expect.recovery({withinMs: 6500}),
	],
	differs: {
		httpd: {
			because: 'httpd asks an only member a second time where it found no place in its queue: the last of the fault get one, and an answer',
			expect: [
				expect.errors({cause: ['connection_timeout', 'http_response_timeout'], by: 'gateway', share: [0.7, 1]}),
				expect.recovery({withinMs: 6500}),
			],
		},
	},
	failsWithoutFault: ['errors'],
});
