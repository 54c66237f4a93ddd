// PHP-FPM is reloaded under load, each second, with process_control_timeout = 10s: workers answer what they are at work on before they end.
// The sibling of php-reload: the same reloads, and the one setting that makes them safe.
// Expected: not one error; requests that come in while workers are replaced wait for a moment.
import {defineScenario, expect, phpFpm, serverReload} from 'gatequake';

export default defineScenario({
	title: 'PHP-FPM is reloaded under load, with patience',
	tags: ['deploy'],
	topology: {upstreams: [phpFpm({workers: 20, serviceMs: 200, graceMs: 10_000})], gateway: {upstreamKeepalive: 0, readTimeoutMs: 3000}},
	load: {ratePerSecond: 40},
	phases: {baselineMs: 2000, faultMs: 5000, recoveryMs: 3000},
	fault: serverReload({everyMs: 1000}),
	expect: [expect.noErrors(), expect.ledger({lost: 0, duplicated: 0})],
});
