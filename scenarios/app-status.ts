// The app itself answers 503, whole and well-formed: it is overloaded, in maintenance, or has lost its database. The gateway passes that on
// and has nothing to explain: its error log is silent, and its access log has the app's own status. The same number as where a gateway
// finds no app: what tells them apart is who said it.
import {appStatus, defineScenario, expect, node} from 'gatequake';

export default defineScenario({
	title: 'the app itself answers 503',
	tags: ['app'],
	topology: {upstreams: [node()]},
	phases: {baselineMs: 2000, faultMs: 2000, recoveryMs: 2000},
	fault: appStatus({status: 503}),
	expect: [
		expect.status({is: 503, by: 'upstream', share: [0.99, 1]}),
		expect.recovery({withinMs: 500}),
		expect.ledger({lost: 0, duplicated: 0, committedButFailed: 0}),
	],
	failsWithoutFault: ['status'],
});
