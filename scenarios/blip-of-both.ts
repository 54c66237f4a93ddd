// Two apps reset every request for a tenth of a second, both at once. nginx takes each out for fail_timeout after one failure (its
// defaults: max_fails=1, ten seconds), so that there is nobody left to ask: a blip of 100 ms becomes an outage of ten seconds, in which
// it says "no live upstreams" while both apps are well. With max_fails=0 it is gone: blip-of-both-forgiven.ts.
import {bytes, defineScenario, expect, reset, sequence} from 'gatequake';

/** As long as the blip, and over with it. */
const forgiven = {
	expect: [expect.outage({count: 1, lengthMs: [30, 800]}), expect.recovery({withinMs: 500}), expect.ledger({lost: 0, duplicated: 0})],
	failsWithoutFault: ['outage'],
};

/** The blip itself, and the outage that follows it. */
const twice = {
	expect: [
		expect.errors({cause: 'destination_unavailable', by: 'gateway', window: 'recovery', share: [0.5, 0.95]}),
		expect.outage({count: [1, 3]}),
		expect.recovery({withinMs: 12_000}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
};

export default defineScenario({
	title: 'a blip of both apps, after which the gateway trusts neither',
	tags: ['recovery'],
	topology: {upstreams: [bytes(), bytes()]},
	load: {ratePerSecond: 100},
	phases: {baselineMs: 2000, faultMs: 300, recoveryMs: 13_000},
	fault: sequence({parts: ['app1', 'app2'].map((upstream) => ({fault: reset({when: 'request', upstream}), forMs: 100}))}),
	expect: [
		expect.errors({cause: 'destination_unavailable', by: 'gateway', window: 'recovery', share: [0.5, 0.95]}),
		expect.outage({count: 1, lengthMs: [8500, 12_000]}),
		expect.recovery({withinMs: 12_000}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['errors', 'outage'],
	differs: {
		haproxy: {because: 'HAProxy takes nobody out for requests that failed: only its own probes do, and there are none here', ...forgiven},
		httpd: {because: 'httpd takes out who cannot be connected to, and not who closes a connection', ...forgiven},
		caddy: {
			because: 'Caddy keeps both out for ten seconds, as nginx does; between their two failures a request is still answered',
			...twice,
		},
		envoy: {because: 'Envoy ejects both for ten seconds, at its next look at them; until then requests are still answered', ...twice},
		varnish: {because: 'Varnish counts no failures of a backend that can be connected to', ...forgiven},
	},
});
