// Six times the traffic for two seconds, which two apps could carry, while one of them is away: more than the other may be asked at
// once, by the limit that the gateway was told. What is over the limit must fail at once and by the gateway, with the limit as its
// cause; what is within it must be answered; and when the spike is over and the other app back, so must be the service.
import {defineScenario, expect, kill, node} from 'gatequake';

export default defineScenario({
	title: 'a traffic spike meets a limit of connections to the apps',
	tags: ['overload'],
	topology: {
		upstreams: [node({serviceMs: 100}), node({serviceMs: 100})],
		gateway: {upstreamConnections: 12, failTimeoutMs: 1000, retries: 'off'},
	},
	load: {ratePerSecond: 30, rateSteps: [{from: 'fault', times: 6, forMs: 2000}]},
	phases: {baselineMs: 2000, faultMs: 3000, recoveryMs: 3500},
	fault: kill({upstream: 'app2', restartAfterMs: 3000}),
	expect: [
		expect.errors({cause: 'connection_limit_reached', by: 'gateway', share: [0.08, 0.8]}),
		expect.failover({to: ['app1'], share: [0.15, 0.9], name: 'within the limit'}),
		expect.recovery({withinMs: 2500}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['errors'],
	differs: {
		varnish: {
			skip: 'without a probe Varnish gives a dead backend its turn, too, so the other one is asked for no more than its half, which is within the limit',
		},
		traefik: {skip: 'its limit of requests under way (inFlightReq) counts those of a router, not of a server, and answers 429'},
	},
});
