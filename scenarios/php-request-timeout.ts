// A tenth of the requests take far too long, and PHP-FPM ends them: request_terminate_timeout kills the worker that is at work on them.
// A limit that was meant to protect the pool: clients get an error from the gateway, which sees a reset connection and no reason for it.
// Expected: an error by the gateway for exactly those requests, after about the limit; only FPM's log tells why.
import {defineScenario, expect, phpFpm, slowFirstByte} from 'gatequake';

export default defineScenario({
	title: 'workers of PHP-FPM are killed when their request takes too long',
	tags: ['app'],
	topology: {
		upstreams: [phpFpm({workers: 40, requestTimeoutMs: 1000})],
		gateway: {upstreamKeepalive: 0, readTimeoutMs: 6000},
	},
	load: {ratePerSecond: 40, timeoutMs: {connect: 2000, firstByte: 8000, body: 8000}},
	phases: {baselineMs: 2000, faultMs: 5000, recoveryMs: 4000},
	fault: slowFirstByte({delayMs: 5000, share: 0.1}),
	expect: [
		expect.errors({cause: 'connection_terminated', by: 'gateway', share: [0.07, 0.13]}),
		expect.cause({is: 'connection_terminated'}),
		expect.recovery({withinMs: 3000}),
	],
	failsWithoutFault: ['errors', 'cause'],
});
