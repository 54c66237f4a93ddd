// One line among the headers of every answer has no colon, as a plug-in with a bug sends it: no HTTP library would.
// A gateway that passes such a header on, or only the rest, lets one bug decide where a client thinks that headers end.
// It must answer 502 itself, and its log must name the answer as the reason. A POST has been committed by then, and must not be sent again.
import {badHeader, bytes, defineScenario, expect} from 'gatequake';

export default defineScenario({
	title: 'one of the headers that the app sends is none',
	tags: ['app'],
	topology: {upstreams: [bytes()]},
	phases: {baselineMs: 2000, faultMs: 2000, recoveryMs: 2500},
	fault: badHeader({how: 'without-colon'}),
	expect: [
		expect.errors({cause: 'http_protocol_error', by: 'gateway', share: [0.98, 1]}),
		expect.recovery({withinMs: 500}),
		expect.ledger({lost: 0, duplicated: 0, committedButFailed: 'faulted'}),
	],
	failsWithoutFault: ['errors'],
});
