// The engine pauses the app's container: the freezer of its cgroup stops all that is in it. To the gateway it is an app that hangs, while every
// look at the machine says that it is there: its port is open, its process sleeps. Clients must get 504 at the read time-out, and good
// answers as soon as the container goes on.
import {defineScenario, expect, node, pause} from 'gatequake';

export default defineScenario({
	title: "the app's container is paused by the engine",
	tags: ['app'],
	topology: {upstreams: [node()], gateway: {readTimeoutMs: 1000}},
	phases: {baselineMs: 2000, faultMs: 2500, recoveryMs: 3000},
	fault: pause(),
	expect: [
		expect.errors({cause: 'http_response_timeout', by: 'gateway', share: [0.5, 1]}),
		expect.latency({of: 'errors', p50Ms: [900, 1200]}),
		expect.recovery({withinMs: 1500}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['errors', 'latency'],
});
