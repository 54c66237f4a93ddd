// The disk with the app's data is full. Whatever it has to write fails, so each POST must be answered 500 by the app itself, and the gateway must
// pass that on and neither blame the network nor send the POST elsewhere. GETs, which write nothing, must go on as if nothing were. With space
// free again the first POST must work, and nothing that was told as done may be missing.
import {defineScenario, diskFull, expect, node} from 'gatequake';

export default defineScenario({
	title: "the disk with the app's data is full",
	tags: ['app'],
	topology: {upstreams: [node({data: {on: 'memory', bytes: 16 * 1024 * 1024}})]},
	phases: {baselineMs: 2000, faultMs: 2500, recoveryMs: 2500},
	fault: diskFull(),
	expect: [
		expect.status({is: 500, by: 'upstream', method: 'POST', share: [0.98, 1]}),
		expect.noErrors({method: 'GET'}),
		expect.recovery({withinMs: 500}),
		expect.ledger({lost: 0, duplicated: 0, committedButFailed: 0}),
	],
	failsWithoutFault: ['status'],
});
