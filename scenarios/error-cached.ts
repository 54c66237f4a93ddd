// The app is down for two seconds, and the gateway keeps its own error answer for four. When the app is back its POSTs are answered at
// once, and GETs go on to fail until the kept answer is too old: the outage is as long as the cache says, and not as the app. The access
// log shows the difference: those errors name no upstream, for none was asked.
import {defineScenario, expect, kill, node} from 'gatequake';

export default defineScenario({
	title: "the gateway serves a cached error after the app's recovery",
	tags: ['gateway', 'recovery'],
	topology: {upstreams: [node()], gateway: {errorCacheMs: 4000}},
	phases: {baselineMs: 2000, faultMs: 2000, recoveryMs: 5500},
	fault: kill({signal: 'SIGKILL', restartAfterMs: 2000}),
	expect: [
		expect.status({is: [502, 503], by: 'gateway', share: [0.98, 1]}),
		expect.status({is: [502, 503], by: 'gateway', window: 'recovery', method: 'GET', share: [0.15, 0.6]}),
		expect.noErrors({window: 'recovery', method: 'POST'}),
		expect.recovery({withinMs: 4500}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['status', 'status#2'],
	differs: {
		haproxy: {skip: "HAProxy's cache keeps answers of 200 only"},
		httpd: {skip: "httpd's cache keeps no error that httpd made itself"},
		caddy: {skip: 'Caddy has no cache'},
		envoy: {skip: "Envoy's cache keeps no error that Envoy made itself"},
		traefik: {skip: 'Traefik has no cache'},
	},
});
