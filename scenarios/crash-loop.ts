// The app crashes again and again, 400 ms after each start, and its process manager waits longer each time before it starts it: 200 ms, 400, 800, and
// then 1600. Clients must see it go up and down, with 502 in between. When what made it crash is mended nobody starts it by hand: it
// must come back by itself, at the latest when the longest delay is over. That is what back-off costs, and what it saves is the machine.
import {crashLoop, defineScenario, expect, node} from 'gatequake';

export default defineScenario({
	title: 'the app crashes in a loop, and its process manager backs off',
	tags: ['recovery'],
	topology: {upstreams: [node({restart: {policy: 'always', delayMs: 200, maxDelayMs: 1600, steps: 3}})]},
	phases: {baselineMs: 2000, faultMs: 4500, recoveryMs: 4500},
	fault: crashLoop({afterMs: 400, startAtEnd: false}),
	expect: [
		expect.exit({status: 1, count: [4, 6], gaveUp: false}),
		expect.errors({cause: 'connection_refused', by: 'gateway', share: [0.4, 0.95]}),
		expect.outage({count: [2, null]}),
		expect.recovery({withinMs: 2500}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['exit', 'errors', 'outage'],
});
