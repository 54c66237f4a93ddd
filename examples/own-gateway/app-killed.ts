// The only app behind Squid is killed and started again. Squid remembers that its peer is dead, so it comes back a little later than the app.
import {defineScenario, expect, kill, node} from 'gatequake';

export default defineScenario({
	title: 'the only app behind Squid is killed and restarted',
	topology: {upstreams: [node()]},
	phases: {baselineMs: 1500, faultMs: 2000, recoveryMs: 3000},
	fault: kill({restartAfterMs: 2000}),
	expect: [
		expect.errors({cause: 'connection_refused', by: 'gateway', share: [0.98, 1]}),
		expect.recovery({withinMs: 1500}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['errors'],
});
