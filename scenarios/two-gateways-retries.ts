// Two gateways in a row, each with two upstreams and the right to try a GET once more. No app answers. An inner gateway asks the other app
// after 0.7 s; the edge asks the other inner gateway after one second, and that one begins anew: each GET is worked on four times, and apps
// that were merely too slow would now get four times the load. A POST that was sent is tried again by nobody: the inner gateway answers 504.
import {defineScenario, expect, hang, node, sequence} from 'gatequake';

const inner = {kind: 'nginx', readTimeoutMs: 700, maxFails: 0};

/** `edge`: how often the edge asks an inner gateway for a GET; `apps`: how often apps get it. */
function tries(edge: readonly [number, number], apps: readonly [number, number]) {
	return [
		// What is due in the last two seconds of the fault is answered at its third or fourth try.
		expect.errors({cause: 'http_response_timeout', by: 'gateway', method: 'GET', share: [0.7, 1]}),
		expect.errors({cause: 'http_response_timeout', by: 'inner', method: 'POST', share: [0.9, 1], name: 'POSTs fail further in'}),
		expect.retries({at: 'inner', method: 'GET', attemptsPerRequest: edge, name: 'at the inner gateways'}),
		expect.retries({at: 'apps', method: 'GET', attemptsPerRequest: apps, name: 'at the apps'}),
		expect.retries({at: 'apps', method: 'POST', attemptsPerRequest: [1, 1], name: 'POSTs'}),
		expect.recovery({withinMs: 2000}),
		expect.ledger({lost: 0, duplicated: 0}),
	];
}

/** What the inner gateways do alone. */
const innerAlone = {expect: tries([1, 1], [1.8, 2]), failsWithoutFault: ['errors', 'POSTs fail further in', 'at the apps']};

export default defineScenario({
	title: 'of two gateways in a row each tries again, and apps get four times the requests',
	tags: ['gateway'],
	topology: {upstreams: [node(), node()], gateway: {readTimeoutMs: 1000, maxFails: 0}, inner: [inner, inner]},
	load: {ratePerSecond: 60},
	phases: {baselineMs: 2000, faultMs: 8000, recoveryMs: 3500},
	fault: sequence({parts: ['app1', 'app2'].map((upstream) => ({fault: hang({upstream})}))}),
	expect: tries([1.7, 2], [3.4, 4]),
	failsWithoutFault: ['errors', 'POSTs fail further in', 'at the inner gateways', 'at the apps'],
	differs: {
		httpd: {because: 'httpd never sends a request again that was sent: only the inner gateways try twice', ...innerAlone},
		traefik: {because: 'Traefik sends nothing again that it has written once: only the inner gateways try twice', ...innerAlone},
		caddy: {
			because:
				"of Caddy's two time-outs (for headers, and for a read) either may strike first; where it is the read's, Go's HTTP client sends a GET once more by itself, beside Caddy's own tries",
			expect: tries([1.7, 5], [3.4, 10]),
		},
		varnish: {skip: 'Varnish cannot be told to go on asking an upstream that failed: one refused connection keeps it away from there'},
	},
});
