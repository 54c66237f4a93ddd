// The app takes each request and never answers it, as one that waits for a lock or for a database that is gone.
// Without a time-out in the gateway clients would wait for ever. With one of a second they must get 504 after a second, and the first
// request after the app has come to itself must be answered: connections that hang must not be used again.
import {defineScenario, expect, hang, node} from 'gatequake';

export default defineScenario({
	title: 'the app takes requests and never answers',
	tags: ['core'],
	topology: {upstreams: [node()], gateway: {readTimeoutMs: 1000}},
	phases: {baselineMs: 2000, faultMs: 2000, recoveryMs: 2500},
	fault: hang({after: 'request'}),
	expect: [
		expect.errors({cause: 'http_response_timeout', by: 'gateway', share: [0.98, 1]}),
		expect.latency({of: 'errors', p50Ms: [900, 1100]}),
		expect.recovery({withinMs: 500}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['errors', 'latency'],
});
