// The app sends its body in chunks, and its connection is reset after the first one: a worker was killed in mid-answer.
// A chunked body states no length. Only the missing last chunk tells it from a whole one, so a gateway that ends the answer neatly
// hides the loss from its clients. The load generator checks length and checksum of each body, and must find every one of them cut.
import {bytes, cutBody, defineScenario, expect} from 'gatequake';

export default defineScenario({
	title: 'the app resets the connection in the middle of a chunked body',
	tags: ['app'],
	topology: {upstreams: [bytes()]},
	phases: {baselineMs: 2000, faultMs: 2000, recoveryMs: 2500},
	fault: cutBody({by: 'rst', framing: 'chunked'}),
	expect: [
		expect.errors({cause: 'http_response_incomplete', by: 'upstream', share: [0.98, 1]}),
		expect.recovery({withinMs: 500}),
		expect.ledger({lost: 0, duplicated: 0, committedButFailed: 'faulted'}),
	],
	failsWithoutFault: ['errors'],
});
