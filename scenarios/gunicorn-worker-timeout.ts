// Requests take longer than Gunicorn's timeout: its master takes their synchronous workers for dead and aborts them (WORKER TIMEOUT). Guides on
// 502 name that line, but a worker that is aborted still answers, with a 500 of Gunicorn's own. Expected: 500 for exactly those, which the gateway
// passes on (its access log has that status of the upstream, its error log nothing), and good answers of the other workers for the rest.
import {defineScenario, expect, gunicorn, slowFirstByte} from 'gatequake';

export default defineScenario({
	title: 'workers of Gunicorn are aborted when their request takes too long',
	tags: ['server'],
	topology: {upstreams: [gunicorn({workers: 8, requestTimeoutMs: 1000})], gateway: {readTimeoutMs: 10_000}},
	load: {ratePerSecond: 50, timeoutMs: {connect: 2000, firstByte: 12_000, body: 12_000}},
	phases: {baselineMs: 2000, faultMs: 5000, recoveryMs: 5000},
	fault: slowFirstByte({delayMs: 8000, share: 0.03}),
	expect: [
		expect.status({is: 500, by: 'upstream', share: [0.015, 0.045]}),
		expect.status({is: 200, share: [0.94, 0.985], name: 'the others'}),
		expect.recovery({withinMs: 3500}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['status', 'the others'],
});
