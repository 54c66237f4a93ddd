// The app sends its headers and half of the body in a good chunk, and then a chunk whose size is no number.
// The headers are out, so the status stays what it is: every client has got a broken answer under a 200, and a tool that counts statuses sees nothing.
// The gateway must end its answer in a way that clients can tell from a whole one, and its log must name the chunk as the reason.
import {badChunk, bytes, defineScenario, expect} from 'gatequake';

export default defineScenario({
	title: 'a chunk of the body has a size that is no number',
	tags: ['app'],
	topology: {upstreams: [bytes()]},
	phases: {baselineMs: 2000, faultMs: 2000, recoveryMs: 2500},
	fault: badChunk(),
	expect: [
		expect.errors({cause: 'http_response_transfer_coding', by: 'upstream', share: [0.98, 1]}),
		expect.recovery({withinMs: 500}),
		expect.ledger({lost: 0, duplicated: 0, committedButFailed: 'faulted'}),
	],
	failsWithoutFault: ['errors'],
});
