// Six times the traffic for two seconds, which two apps could carry, while one of them is away, and a queue before the apps: what is
// over the limit waits for its turn, as long as the gateway was told, before it fails. So it takes longer than what is answered at
// once; and when the spike is over, the queue must be worked off, and the service be as before.
import {defineScenario, expect, kill, node} from 'gatequake';

export default defineScenario({
	title: 'a traffic spike waits in a queue before the apps',
	tags: ['overload'],
	topology: {
		upstreams: [node({serviceMs: 100}), node({serviceMs: 100})],
		gateway: {upstreamConnections: 12, queue: {length: 40, timeoutMs: 400}, failTimeoutMs: 1000, retries: 'off'},
	},
	load: {ratePerSecond: 30, rateSteps: [{from: 'fault', times: 6, forMs: 2000}]},
	phases: {baselineMs: 2000, faultMs: 3000, recoveryMs: 3500},
	fault: kill({upstream: 'app2', restartAfterMs: 3000}),
	expect: [
		expect.errors({cause: 'connection_limit_reached', by: 'gateway', share: [0.05, 0.8]}),
		expect.latency({window: 'fault', p99Ms: [300, 1500], name: 'waiting'}),
		expect.recovery({withinMs: 2500}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['errors'],
	differs: {
		varnish: {
			skip: 'without a probe Varnish gives a dead backend its turn, too, so the other one is asked for no more than its half, which is within the limit',
		},
		nginx: {skip: 'the queue directive is in the commercial nginx only'},
		httpd: {skip: 'acquire= bounds how long a request waits for a free connection, and nothing bounds how many wait'},
		caddy: {skip: 'a request that finds no upstream free can only ask again and again (lb_try_duration), and nothing bounds how many do'},
		traefik: {skip: 'it has no limit of connections to a server, so nothing waits for one'},
	},
});
