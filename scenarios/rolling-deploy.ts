// Three apps are replaced one after the other, as a deploy does it right: the gateway is told to leave one out, what that one still has is
// let finish, it is stopped, the new one starts, and the gateway is told to use it again. Clients must see nothing of it: not one error,
// no POST lost or done twice. It is one story of six parts, and at no time may two of the three be down.
import {defineScenario, expect, gatewayReload, kill, node, sequence} from 'gatequake';

const stepMs = 2200;

export default defineScenario({
	title: 'three apps are replaced one after the other, each drained before it is stopped',
	tags: ['deploy'],
	topology: {upstreams: [node(), node(), node()]},
	load: {connections: 'fresh', ratePerSecond: 100},
	phases: {baselineMs: 2000, faultMs: 3 * stepMs, recoveryMs: 2000},
	fault: sequence({
		parts: ['app1', 'app2', 'app3'].flatMap((upstream, index) => [
			{
				fault: gatewayReload({upstreams: ['app1', 'app2', 'app3'].filter((other) => other !== upstream)}),
				atMs: index * stepMs,
				forMs: 1800,
			},
			{fault: kill({signal: 'SIGTERM', upstream}), atMs: index * stepMs + 500, forMs: 200},
		]),
	}),
	expect: [
		expect.noErrors(),
		expect.listening({fewest: [2, 2]}),
		expect.failover({to: ['app1', 'app2', 'app3'], share: [0.99, 1]}),
		expect.ledger({lost: 0, duplicated: 0, committedButFailed: 0}),
	],
	failsWithoutFault: ['listening'],
	differs: {
		caddy: {
			because: 'Caddy closes a connection that its old listener had just taken, about one in a thousand, at each of its reloads',
			expect: [
				expect.slo({errorShare: [0, 0.005]}),
				expect.listening({fewest: [2, 2]}),
				expect.failover({to: ['app1', 'app2', 'app3'], share: [0.98, 1]}),
				expect.ledger({lost: 0, duplicated: 0, committedButFailed: [0, 2]}),
			],
		},
	},
});
