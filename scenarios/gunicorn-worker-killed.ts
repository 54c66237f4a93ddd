// Some requests have their Gunicorn worker killed by SIGKILL. Gunicorn writes that it was perhaps out of memory, of every SIGKILL: the kernel ended
// nobody here. Each request whose worker died must get 502 from the gateway, whose log names the closed connection; the other workers go on,
// and the master puts a new worker in the place of each.
import {crash, defineScenario, expect, gunicorn} from 'gatequake';

export default defineScenario({
	title: 'workers of Gunicorn are killed in the middle of a request',
	tags: ['server'],
	topology: {upstreams: [gunicorn({workers: 4})]},
	load: {ratePerSecond: 60},
	phases: {baselineMs: 2000, faultMs: 4000, recoveryMs: 3000},
	fault: crash({signal: 'SIGKILL', share: 0.05}),
	expect: [
		expect.errors({cause: 'connection_terminated', by: 'gateway', share: [0.03, 0.08]}),
		expect.status({is: 200, share: [0.9, 0.97]}),
		expect.recovery({withinMs: 1500}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['errors', 'status'],
});
