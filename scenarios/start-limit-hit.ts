// The app crashes at a moment's fault of something that it depends on, five times within ten seconds, and its process manager gives up, as systemd does
// by default. Then what it depends on is back, and the app is not: nobody starts it. The outage outlives its cause until somebody does by
// hand, and clients get 502 all the while. The cure is a longer delay between starts, or no limit.
import {crashLoop, defineScenario, expect, node} from 'gatequake';

export default defineScenario({
	title: 'the limit of starts is hit, and the app stays down',
	tags: ['recovery'],
	topology: {upstreams: [node({restart: {policy: 'on-failure', delayMs: 100, startLimit: {burst: 5, intervalMs: 10_000}}})]},
	phases: {baselineMs: 2000, faultMs: 4000, recoveryMs: 3000},
	fault: crashLoop({afterMs: 250, startAtEnd: false}),
	expect: [
		expect.exit({status: 1, count: 5, gaveUp: true}),
		expect.errors({cause: 'connection_refused', by: 'gateway', share: [0.5, 1]}),
		expect.recovery({never: true}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['exit', 'errors', 'recovery'],
});
