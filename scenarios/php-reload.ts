// PHP-FPM is reloaded under load, each second, as deploys and log rotations do. Its default patience with requests under way is none
// (process_control_timeout = 0): workers are ended in the middle of what they do.
// Expected: errors by the gateway for what was under way, a small share; good answers for the rest, and none after the last reload.
import {defineScenario, expect, phpFpm, serverReload} from 'gatequake';

export default defineScenario({
	title: 'an impatient PHP-FPM is reloaded under load',
	tags: ['deploy'],
	topology: {upstreams: [phpFpm({workers: 20, serviceMs: 200})], gateway: {upstreamKeepalive: 0}},
	load: {ratePerSecond: 40},
	phases: {baselineMs: 2000, faultMs: 5000, recoveryMs: 3000},
	fault: serverReload({everyMs: 1000}),
	expect: [
		expect.errors({cause: 'connection_terminated', by: 'gateway', share: [0.03, 0.5]}),
		expect.cause({is: 'connection_terminated'}),
		expect.recovery({withinMs: 1500}),
	],
	failsWithoutFault: ['errors', 'cause'],
});
