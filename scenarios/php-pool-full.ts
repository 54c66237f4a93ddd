// All workers of PHP-FPM are busy: slow queries or a slow API hold them, and pm.max_children is reached. Requests wait in the kernel's queue
// for the socket until the gateway gives up, and what comes after the queue is full finds no place: on a Unix socket that fails at once.
// Expected: time-outs of what waits, errors of what finds no place, FPM's own warning in its log, and recovery when the workers are free.
import {defineScenario, expect, phpFpm, workersBusy} from 'gatequake';

export default defineScenario({
	title: 'all workers of PHP-FPM are busy, and its queue is full',
	tags: ['app', 'overload'],
	topology: {upstreams: [phpFpm({listen: 'unix', workers: 4, backlog: 16})], gateway: {upstreamKeepalive: 0}},
	load: {ratePerSecond: 60},
	phases: {baselineMs: 2000, faultMs: 5000, recoveryMs: 6000},
	fault: workersBusy({holdMs: 2000}),
	expect: [
		expect.errors({cause: ['connection_limit_reached', 'http_response_timeout'], share: [0.95, 1]}),
		expect.cause({is: ['connection_limit_reached', 'http_response_timeout'], share: [0.95, 1]}),
		expect.recovery({withinMs: 4500}),
	],
	differs: {
		httpd: {
			because:
				'httpd waits for a place in the queue of a Unix socket for as long as it takes (connectiontimeout= does not hold there): only what found one is timed out',
			expect: [
				expect.errors({cause: 'http_response_timeout', by: 'gateway', share: [0.05, 0.2]}),
				expect.latency({of: 'good', p50Ms: [1000, 5000]}),
				expect.recovery({withinMs: 4500}),
			],
			failsWithoutFault: ['errors', 'latency'],
		},
	},
	failsWithoutFault: ['errors', 'cause'],
});
