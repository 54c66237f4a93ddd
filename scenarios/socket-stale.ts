// The app is killed, and its Unix socket stays in its folder: a name that nobody listens behind.
// Happens after every crash of an app on a socket; one that does not remove the stale file before it binds cannot even start again.
// Expected: at once an error by the gateway, as of a port that refuses, and recovery within a second of the app listening again.
import {defineScenario, expect, kill, node} from 'gatequake';

export default defineScenario({
	title: 'the app is killed, and its Unix socket stays behind',
	tags: ['app'],
	topology: {upstreams: [node({listen: 'unix'})]},
	phases: {baselineMs: 2000, faultMs: 3000, recoveryMs: 3000},
	fault: kill({signal: 'SIGKILL', restartAfterMs: 3000}),
	expect: [
		expect.errors({cause: 'connection_refused', by: 'gateway', share: [0.99, 1]}),
		expect.cause({is: 'connection_refused'}),
		expect.outage({matchesFaultWithinMs: 50}),
		expect.recovery({withinMs: 1000}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['errors', 'cause', 'outage'],
});
