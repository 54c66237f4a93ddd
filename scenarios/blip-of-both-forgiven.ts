// Two apps reset every request for a tenth of a second, both at once, and the gateway counts no failures (max_fails=0): what fails is
// what came in that time, and everything is well as soon as the apps are. The same blip with nginx's defaults is an outage of ten
// seconds: blip-of-both.ts. Where there is nobody else to ask, to take a server out helps nobody.
import {bytes, defineScenario, expect, reset, sequence} from 'gatequake';

export default defineScenario({
	title: 'a blip of both apps, which the gateway does not hold against them',
	tags: ['recovery'],
	topology: {upstreams: [bytes(), bytes()], gateway: {maxFails: 0}},
	load: {ratePerSecond: 100},
	phases: {baselineMs: 2000, faultMs: 300, recoveryMs: 3000},
	fault: sequence({parts: ['app1', 'app2'].map((upstream) => ({fault: reset({when: 'request', upstream}), forMs: 100}))}),
	expect: [
		// Of a request that both have failed nginx says that there is nobody left.
		expect.errors({cause: ['connection_terminated', 'destination_unavailable'], by: 'gateway', share: [0.4, 1]}),
		expect.outage({count: 1, lengthMs: [50, 600]}),
		expect.recovery({withinMs: 500}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['errors', 'outage'],
	differs: {varnish: {skip: 'Varnish counts no failures of a backend, so it cannot be told not to'}},
});
