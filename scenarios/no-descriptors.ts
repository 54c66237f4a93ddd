// The app has no file descriptor left for a new connection, as one that leaks them, or whose limit is the shell's 1024. Its process is well, its
// port is open, and connections to it are made: the kernel does that. The app's runtime closes them unread, so the gateway must answer
// 502 at once, with a cause that points at the app and not at the network.
import {defineScenario, descriptorLimit, expect, node} from 'gatequake';

export default defineScenario({
	title: 'the app has no file descriptors left',
	tags: ['overload'],
	topology: {upstreams: [node()], gateway: {upstreamKeepalive: 0}},
	phases: {baselineMs: 2000, faultMs: 2500, recoveryMs: 2500},
	fault: descriptorLimit(),
	expect: [
		expect.errors({cause: 'connection_terminated', by: 'gateway', share: [0.95, 1]}),
		expect.recovery({withinMs: 500}),
		expect.ledger({lost: 0, duplicated: 0, committedButFailed: 0}),
	],
	failsWithoutFault: ['errors'],
	differs: {
		traefik: {
			because:
				'Traefik answers 500, not 502, where the connection was closed before it had written the request: its log then says "server closed idle connection"',
			expect: [
				expect.status({is: [500, 502], by: 'gateway', share: [0.95, 1]}),
				expect.cause({is: 'connection_terminated', share: [0.95, 1]}),
				expect.recovery({withinMs: 500}),
				expect.ledger({lost: 0, duplicated: 0, committedButFailed: 0}),
			],
			failsWithoutFault: ['status'],
		},
		caddy: {
			because:
				'under load Caddy has several connections under way, and what one of them gives back serves the next: some requests are served',
			expect: [
				expect.errors({cause: 'connection_terminated', by: 'gateway', share: [0.3, 1]}),
				expect.recovery({withinMs: 500}),
				expect.ledger({lost: 0, duplicated: 0, committedButFailed: 0}),
			],
		},
	},
});
