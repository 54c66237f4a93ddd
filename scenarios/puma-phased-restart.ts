// Puma is told to restart its workers (SIGUSR1), as a deploy of new code does: one after the other answers what it has begun and is replaced.
// Clients must notice all but nothing: no POST lost or done twice, nobody waits long. Only what a worker has accepted and not yet read when it
// is told to end it closes, and the app never gets it: one of 600 requests, seen behind HAProxy and Envoy; with kept connections it would be more.
import {defineScenario, expect, puma, serverReload} from 'gatequake';

export default defineScenario({
	title: 'workers of Puma are replaced one by one under load',
	tags: ['deploy', 'server'],
	topology: {upstreams: [puma({workers: 4, serviceMs: 100})], gateway: {upstreamKeepalive: 0, readTimeoutMs: 5000}},
	load: {ratePerSecond: 60},
	phases: {baselineMs: 2000, faultMs: 5000, recoveryMs: 3000},
	fault: serverReload({everyMs: 2000}),
	expect: [
		expect.noErrors({share: 0.01}),
		expect.latency({p99Ms: [0, 500]}),
		expect.recovery({withinMs: 500}),
		expect.ledger({lost: 0, duplicated: 0, committedButFailed: 0}),
	],
	failsWithoutFault: ['recovery'],
});
