// What the app sends in one piece arrives in many small ones, with pauses between them: a path that splits packets. A gateway that reads until
// it has the headers, and then the body by its length, makes whole answers of it. They come later, and none may fail, be cut or be altered.
// A parser that takes what one read gives for a whole message would fail here.
import {defineScenario, expect, linkSlicer, node} from 'gatequake';

export default defineScenario({
	title: 'answers of the app arrive in small pieces',
	tags: ['network'],
	topology: {upstreams: [node()]},
	phases: {baselineMs: 2000, faultMs: 3000, recoveryMs: 2500},
	fault: linkSlicer({averageBytes: 40, variationBytes: 10, pauseMs: 10}),
	expect: [
		expect.noErrors(),
		expect.latency({window: 'fault', p50Ms: [80, 400]}),
		expect.recovery({withinMs: 1000}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['latency'],
});
