// The only upstream's whole container is killed, and its address goes with it. Nothing answers connection attempts any more: packets
// are dropped in silence while the neighbour entry is warm, later `no route to host` comes. So clients get 504 at the connect time-out
// or 502, and which one is a matter of seconds; while the container is back and the app is not yet listening, 502 by a refused connection.
import {defineScenario, expect, killContainer, node} from 'gatequake';

export default defineScenario({
	title: "the only upstream's container is killed and started again",
	tags: ['core'],
	topology: {upstreams: [node()], gateway: {connectTimeoutMs: 500}},
	phases: {baselineMs: 2000, faultMs: 3000, recoveryMs: 4000},
	fault: killContainer({upstream: 'app1'}),
	expect: [
		expect.errors({
			cause: ['connection_timeout', 'destination_ip_unroutable', 'connection_refused'],
			by: 'gateway',
			share: [0.98, 1],
		}),
		expect.recovery({withinMs: 2500}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['errors'],
	differs: {
		traefik: {
			because: 'Traefik looks the name up for each connection, and the name is gone with the container',
			expect: [
				expect.errors({
					cause: ['connection_timeout', 'destination_ip_unroutable', 'connection_refused', 'dns_timeout', 'dns_error'],
					by: 'gateway',
					share: [0.98, 1],
				}),
				expect.recovery({withinMs: 2500}),
				expect.ledger({lost: 0, duplicated: 0}),
			],
		},
		caddy: {
			because: 'Caddy looks the name up for each connection, and the name is gone with the container',
			expect: [
				expect.errors({
					cause: ['connection_timeout', 'destination_ip_unroutable', 'connection_refused', 'dns_timeout', 'dns_error'],
					by: 'gateway',
					share: [0.98, 1],
				}),
				expect.recovery({withinMs: 2500}),
				expect.ledger({lost: 0, duplicated: 0}),
			],
		},
	},
});
