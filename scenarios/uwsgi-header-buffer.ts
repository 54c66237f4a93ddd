// A deploy makes uWSGI's buffer-size smaller, or loses it. Requests with long paths, queries or cookies do not fit any more: uWSGI drops their
// connections, and says "invalid request block size" in its own log alone. Short ones are answered as ever, so that it looks like some
// users' trouble. Expected: an error by the gateway for exactly the long ones, which names a closed connection, until the next deploy.
import {defineScenario, expect, requestBuffer, uwsgi} from 'gatequake';

export default defineScenario({
	title: 'requests with long heads do not fit into the buffer of uWSGI',
	tags: ['app', 'deploy', 'server'],
	topology: {upstreams: [uwsgi({workers: 4})], gateway: {retries: 'off'}},
	// Not longer: nginx cuts its error lines at 2048 characters, and the request's id would be lost.
	load: {ratePerSecond: 60, otherPath: {path: `/items/${'long-'.repeat(240)}`, share: 0.4}},
	phases: {baselineMs: 2000, faultMs: 5000, recoveryMs: 3000},
	fault: requestBuffer({bytes: 2048}),
	expect: [
		// 40 % of the GETs, which are three quarters; and all for the second that the next deploy takes.
		expect.errors({cause: 'connection_terminated', by: 'gateway', share: [0.2, 0.55]}),
		expect.status({is: 200, share: [0.45, 0.8]}),
		expect.recovery({withinMs: 1500}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['errors', 'status'],
});
