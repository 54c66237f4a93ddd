// The app takes each request, and resets the connection instead of answering, as a crashing worker does.
// The gateway has sent the request and got nothing: it must answer 502 itself, and its log must say that the connection was
// terminated, not that it was refused or timed out. With one upstream there is nobody to try again with.
import {bytes, defineScenario, expect, reset} from 'gatequake';

export default defineScenario({
	title: 'the app resets every connection before the headers',
	tags: ['core'],
	topology: {upstreams: [bytes()]},
	phases: {baselineMs: 2000, faultMs: 2000, recoveryMs: 2500},
	fault: reset({when: 'request'}),
	expect: [
		expect.errors({cause: 'connection_terminated', by: 'gateway', share: [0.98, 1]}),
		expect.recovery({withinMs: 500}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['errors'],
});
