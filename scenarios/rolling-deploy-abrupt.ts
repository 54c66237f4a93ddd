// Three apps are replaced one after the other, as a deploy does it wrong: each is killed while the gateway still sends it requests, and no
// request is tried again. Clients get errors while an app is away, as many as the gateway needs to notice it; but two of three are there at
// any time, so the deploy must stay a nuisance: bounded errors, no outage of all, and all well when it is over.
import {defineScenario, expect, kill, node, sequence} from 'gatequake';

const stepMs = 2500;

export default defineScenario({
	title: 'three apps are replaced one after the other, without being drained',
	tags: ['deploy'],
	topology: {upstreams: [node(), node(), node()], gateway: {retries: 'off', failTimeoutMs: 1000}},
	load: {ratePerSecond: 100},
	phases: {baselineMs: 2000, faultMs: 3 * stepMs, recoveryMs: 3000},
	fault: sequence({
		parts: ['app1', 'app2', 'app3'].map((upstream, index) => ({fault: kill({upstream}), atMs: index * stepMs, forMs: 500})),
	}),
	expect: [
		expect.errors({cause: ['connection_refused', 'connection_terminated'], by: 'gateway', share: [0.002, 0.2]}),
		expect.noErrors({share: 0.2}),
		expect.listening({fewest: [2, 2]}),
		expect.recovery({withinMs: 2000}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['errors', 'listening'],
});
