// One of the gateway's workers is stopped, as one is that hangs in a module or on a slow disk. Nothing has died, so nothing is started
// again and no log has a word: requests on the connections that it holds wait until their clients give up. New connections are served, for
// the kernel wakes a worker that waits for them, and a stopped one does not. When it goes on, nobody is waiting for its answers any more.
import {defineScenario, expect, gatewayWorkerStop, node} from 'gatequake';

export default defineScenario({
	title: "one of the gateway's workers is stopped",
	tags: ['gateway'],
	topology: {upstreams: [node({serviceMs: 150})]},
	load: {preopen: 40, timeoutMs: {connect: 1000, firstByte: 1000, body: 1000}},
	phases: {baselineMs: 2000, faultMs: 2500, recoveryMs: 3000},
	fault: gatewayWorkerStop(),
	expect: [
		// HAProxy and Varnish have one worker: nobody is served meanwhile.
		expect.status({is: ['timeout-first-byte', 'timeout-connect'], window: 'run', share: [0.003, 0.5]}),
		expect.noErrors({window: 'recovery'}),
		expect.recovery({withinMs: 500}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['status'],
	differs: {
		caddy: {skip: 'Caddy is one process: there is no other worker that could go on'},
		envoy: {skip: 'Envoy is one process, and its workers are threads: there is none that could be stopped alone'},
		traefik: {skip: 'Traefik is one process: there is no other worker that could go on'},
	},
});
