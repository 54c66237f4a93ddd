// A PHP app's headers outgrow the gateway's buffer for them (fastcgi_buffer_size): session cookies, a debug toolbar. FPM's log is silent, PHP ends well.
// A bisection, driven by what clients see, finds the largest section that is passed on: the configured size less the 8 bytes of a FastCGI record,
// and an error by the gateway above it. (At exactly that size nginx passes the headers on, and then nothing: the client's own deadline ends it.)
import {defineScenario, expect, hugeHeaders, phpFpm} from 'gatequake';

export default defineScenario({
	title: "a PHP app's headers outgrow the gateway's buffer",
	tags: ['app', 'server'],
	topology: {upstreams: [phpFpm({workers: 8})], gateway: {responseHeaderBytes: 4096, upstreamKeepalive: 0}},
	load: {ratePerSecond: 100, timeoutMs: {connect: 1000, firstByte: 2000, body: 500}},
	phases: {baselineMs: 2000, faultMs: 5000, recoveryMs: 2000},
	fault: hugeHeaders({fromBytes: 2048, toBytes: 16_384}),
	expect: [
		expect.threshold({of: 'response-header-bytes', is: 'configured', toleranceBytes: 8}),
		expect.cause({is: 'http_response_header_section_size', share: [0.1, 1]}),
		expect.recovery({withinMs: 500}),
	],
	differs: {
		httpd: {skip: 'over FastCGI it limits single header lines alone, and no directive changes that limit'},
		haproxy: {
			because: 'HAProxy limits a form of its own, with a status line, which FastCGI has not, and four more bytes for each header line',
			expect: [
				expect.threshold({of: 'response-header-bytes', is: 'configured', toleranceBytes: 64}),
				expect.cause({is: 'http_response_header_section_size', share: [0.1, 1]}),
				expect.recovery({withinMs: 500}),
			],
		},
		caddy: {skip: 'its FastCGI transport has no limit of headers'},
	},
	failsWithoutFault: ['threshold', 'cause'],
});
