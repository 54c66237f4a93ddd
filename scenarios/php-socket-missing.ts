// The Unix socket of PHP-FPM is not where the gateway looks for it: after an upgrade it has another version's name, or /run was emptied.
// The first thing that guides on 502 tell people to check; FPM itself runs, and its own status looks well.
// Expected: at once an error by the gateway, whose log names the missing file, and recovery as soon as the name is there again.
import {defineScenario, expect, phpFpm, socketMissing} from 'gatequake';

export default defineScenario({
	title: 'the Unix socket of PHP-FPM is gone, and comes back',
	tags: ['app', 'deploy'],
	topology: {upstreams: [phpFpm({listen: 'unix', workers: 8})], gateway: {upstreamKeepalive: 0}},
	load: {ratePerSecond: 50},
	phases: {baselineMs: 2000, faultMs: 3000, recoveryMs: 3000},
	fault: socketMissing(),
	expect: [
		expect.errors({cause: 'destination_unavailable', by: 'gateway', share: [0.98, 1]}),
		expect.cause({is: 'destination_unavailable'}),
		expect.recovery({withinMs: 1000}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['errors', 'cause'],
});
