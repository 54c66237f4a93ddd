// The app sends its body byte by byte. A read time-out starts anew with each byte, so none ends the wait, however long the whole
// takes: clients get good answers, late. Whoever wants an end to it needs a limit of the whole answer, which most gateways do
// not have.
import {defineScenario, drip, expect, node} from 'gatequake';

export default defineScenario({
	title: 'the app sends its body so slowly that no time-out between two reads ends it',
	tags: ['app'],
	topology: {upstreams: [node()], gateway: {readTimeoutMs: 1000}},
	load: {ratePerSecond: 60},
	phases: {baselineMs: 2000, faultMs: 3000, recoveryMs: 3500},
	fault: drip({intervalMs: 4}),
	expect: [
		expect.status({is: 200, by: 'upstream', share: [0.99, 1]}),
		expect.latency({window: 'fault', p50Ms: [800, 4000]}),
		expect.recovery({withinMs: 2500}),
		expect.ledger({lost: 0, duplicated: 0, committedButFailed: 0}),
	],
	failsWithoutFault: ['latency'],
});
