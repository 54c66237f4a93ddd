// Downloads take a second, and one of two apps is killed in the middle of its own. They cannot be saved: their heads are at the
// clients, and say 200. Each must be seen as what it is, an answer that was cut, and named so in the gateway's log; their number is that
// of the downloads that the app had in its hands. Those that begin later must be served by the other app.
import {defineScenario, expect, kill, node} from 'gatequake';

export default defineScenario({
	title: 'an app is killed in the middle of long downloads',
	tags: ['app'],
	topology: {upstreams: [node(), node()], gateway: {failTimeoutMs: 1000}},
	load: {ratePerSecond: 20, postShare: 0, path: '/download/100000/1000'},
	phases: {baselineMs: 6000, faultMs: 3000, recoveryMs: 3500},
	fault: kill({upstream: 'app1', restartAfterMs: 3000}),
	expect: [
		expect.errors({cause: 'http_response_incomplete', window: 'run', share: [0.02, 0.12]}),
		expect.noErrors({window: 'fault', allow: 3}),
		expect.failover({to: ['app2'], share: [0.95, 1]}),
		expect.recovery({withinMs: 500}),
	],
	failsWithoutFault: ['errors', 'failover'],
});
