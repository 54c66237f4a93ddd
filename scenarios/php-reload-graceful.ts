// The same reloads as in php-reload, of a PHP-FPM that is told to wait for its workers (process_control_timeout = 10s): what is under way
// is answered before its worker ends. The new ones listen on the same socket, and what comes meanwhile waits in its queue.
// Expected: no error at all, whatever is under way: half a second of work for each request, and half of the pool at work at any time.
import {defineScenario, expect, phpFpm, serverReload} from 'gatequake';

export default defineScenario({
	title: 'a patient PHP-FPM is reloaded under load',
	tags: ['deploy', 'server'],
	topology: {
		upstreams: [phpFpm({workers: 40, serviceMs: 500, graceMs: 10_000})],
		gateway: {upstreamKeepalive: 0, readTimeoutMs: 5000},
	},
	load: {ratePerSecond: 40},
	phases: {baselineMs: 2000, faultMs: 5000, recoveryMs: 3000},
	fault: serverReload({everyMs: 2000}),
	expect: [
		expect.noErrors(),
		expect.latency({of: 'good', p99Ms: [650, 2500]}),
		expect.recovery({withinMs: 1500}),
		expect.ledger({lost: 0, duplicated: 0, committedButFailed: 0}),
	],
	failsWithoutFault: ['latency'],
});
