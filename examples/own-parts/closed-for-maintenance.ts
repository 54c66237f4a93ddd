// The only app is stopped for maintenance and started again. Clients must get an error from the gateway at once for as long as it is away,
// and nobody may wait for it when it is back.
import {defineScenario, expect} from 'gatequake';
import {calmTail} from './calm-tail.ts';
import {maintenance} from './maintenance.ts';
import {words} from './words.ts';

export default defineScenario({
	title: 'the app is closed for maintenance',
	topology: {upstreams: [words()]},
	phases: {baselineMs: 1500, faultMs: 2000, recoveryMs: 2000},
	fault: maintenance(),
	expect: [
		expect.errors({cause: 'connection_refused', by: 'gateway', share: [0.95, 1]}),
		calmTail({window: 'recovery', times: 10, floorMs: 500}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['errors'],
});
