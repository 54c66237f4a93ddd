// The app's answers grow their header section until the gateway gives up on them: too many cookies, a long token, a debug header.
// A bisection, driven by what clients see, finds the largest size that is passed on, to the byte; it must be the configured buffer.
// Above it clients get 502 by the header's size. (At exactly this size nginx passes the headers on, and then cuts the body.)
import {defineScenario, expect, hugeHeaders, node} from 'gatequake';

export default defineScenario({
	title: "the app's headers outgrow the gateway's buffer",
	tags: ['core'],
	topology: {upstreams: [node()], gateway: {responseHeaderBytes: 4096}},
	phases: {baselineMs: 2000, faultMs: 4500, recoveryMs: 2000},
	fault: hugeHeaders({fromBytes: 2048, toBytes: 16_384}),
	expect: [
		expect.threshold({of: 'response-header-bytes', is: 'configured'}),
		expect.cause({is: 'http_response_header_section_size', share: [0.1, 1]}),
		expect.recovery({withinMs: 500}),
	],
	failsWithoutFault: ['threshold', 'cause'],
	differs: {
		traefik: {skip: 'Traefik has no limit that could be set: it passes on up to 10 MB of headers'},
		httpd: {
			because: 'httpd limits each line of the header section, and not their sum',
			expect: [
				expect.threshold({of: 'response-header-bytes', is: 'configured', toleranceBytes: 256}),
				expect.cause({is: 'http_response_header_section_size', share: [0.1, 1]}),
				expect.recovery({withinMs: 500}),
			],
		},
		haproxy: {
			because: 'HAProxy limits a form of its own, in which each header line is four bytes longer than on the wire',
			expect: [
				expect.threshold({of: 'response-header-bytes', is: 'configured', toleranceBytes: 64}),
				expect.cause({is: 'http_response_header_section_size', share: [0.1, 1]}),
				expect.recovery({withinMs: 500}),
			],
		},
	},
});
