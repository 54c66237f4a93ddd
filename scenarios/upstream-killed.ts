// The only upstream dies and comes back. Clients must get 502 from the gateway itself, at once, for as long as nothing listens,
// and a good answer within a second of the app listening again. The container stays, as under a process manager on a host:
// its address answers every connection attempt with a reset, which is what a gateway calls a refused connection.
import {defineScenario, expect, kill, node} from 'gatequake';

export default defineScenario({
	title: 'the only upstream is killed and restarted',
	tags: ['core'],
	topology: {upstreams: [node()]},
	phases: {baselineMs: 2000, faultMs: 3000, recoveryMs: 3000},
	fault: kill({signal: 'SIGKILL', restartAfterMs: 3000}),
	expect: [
		expect.errors({cause: 'connection_refused', by: 'gateway', share: [0.99, 1]}),
		expect.outage({matchesFaultWithinMs: 50}),
		expect.recovery({withinMs: 1000}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['errors', 'outage'],
});
