// A deploy of the app adds a cookie, and its header section outgrows the gateway's buffer for good. Every request fails at the gateway,
// although the app has done its work: each POST is committed, and its client is told that it failed. What guides advise is done under
// load: the buffers are raised, and the gateway is reloaded. Then it must be as before, with the app's headers as large as they are.
import {defineScenario, expect, headersOverBuffer, node} from 'gatequake';

export default defineScenario({
	title: "the app's headers outgrow the gateway's buffer for good, and the buffer is raised",
	tags: ['deploy', 'gateway'],
	topology: {upstreams: [node()], gateway: {responseHeaderBytes: 4096}},
	phases: {baselineMs: 2000, faultMs: 2000, recoveryMs: 2500},
	fault: headersOverBuffer({headerBytes: 6000, raisedTo: 16_384}),
	expect: [
		expect.errors({cause: 'http_response_header_section_size', by: 'gateway', share: [0.98, 1]}),
		expect.recovery({withinMs: 1000}),
		expect.ledger({lost: 0, duplicated: 0, committedButFailed: [50, null]}),
	],
	failsWithoutFault: ['errors', 'ledger'],
	differs: {
		traefik: {skip: 'Traefik has no limit that could be set: it passes on up to 10 MB of headers'},
	},
});
