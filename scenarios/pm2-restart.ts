// The app runs under PM2, and is killed. PM2 must see it, say so in its log (that log, and not the harness, is where the end of the process is read), wait
// for its back-off and start it again by itself: clients get 502 for as long as that takes, a few hundred ms, and no one has to do anything. What
// the app had begun is cut off, for nobody asks a killed process to finish.
import {defineScenario, expect, kill, node} from 'gatequake';

export default defineScenario({
	title: 'an app under PM2 is killed, and PM2 starts it again',
	tags: ['recovery'],
	topology: {upstreams: [node({pm2: {expBackoffRestartDelayMs: 300, maxRestarts: 10, minUptimeMs: 1000}})]},
	phases: {baselineMs: 2000, faultMs: 300, recoveryMs: 3000},
	fault: kill({signal: 'SIGKILL', restartAfterMs: 'policy'}),
	expect: [
		expect.exit({status: 137, withinMs: 500, gaveUp: false}),
		expect.errors({cause: 'connection_refused', by: 'gateway', share: [0.9, 1]}),
		expect.outage({count: 1, lengthMs: [300, 3000]}),
		expect.recovery({withinMs: 1000}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['exit', 'errors', 'outage'],
});
