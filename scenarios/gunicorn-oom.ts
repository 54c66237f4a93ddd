// A few requests take more memory than the container has, and the kernel ends the worker that serves each of them. Gunicorn writes that the worker
// was sent SIGKILL, "Perhaps out of memory?": here it guesses right, and it writes the same of any SIGKILL. The proof is the cgroup's counter.
// Expected: an error by the gateway for exactly those requests, which names a closed connection and no memory; good answers for the rest.
import {defineScenario, expect, gunicorn, workerOom} from 'gatequake';

export default defineScenario({
	title: 'workers of Gunicorn are killed by the kernel for memory',
	tags: ['server'],
	topology: {upstreams: [gunicorn({workers: 4, memoryBytes: 256 * 1024 * 1024})]},
	load: {ratePerSecond: 50},
	phases: {baselineMs: 2000, faultMs: 5000, recoveryMs: 3000},
	fault: workerOom({share: 0.03}),
	expect: [
		expect.errors({cause: 'connection_terminated', by: 'gateway', share: [0.015, 0.06]}),
		expect.status({is: 200, share: [0.92, 0.985]}),
		expect.recovery({withinMs: 1500}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['errors', 'status'],
});
