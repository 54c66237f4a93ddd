// The gateway serves static files from its own disk, and passes the rest on to an app that dies. The logo and the styles load, a check of
// the start page's picture is green, and everything that needs the app is refused: half of the answers are well and half are 502, for as long
// as nothing listens. The access log tells them apart by the path, and by who was asked: nobody, for the good ones.
import {defineScenario, expect, kill, node} from 'gatequake';

export default defineScenario({
	title: 'static files are served while the app is down',
	tags: ['app', 'gateway'],
	topology: {upstreams: [node()], gateway: {staticFiles: true}},
	load: {otherPath: {path: '/static/logo.txt', share: 0.5}},
	phases: {baselineMs: 2000, faultMs: 3000, recoveryMs: 2500},
	fault: kill({signal: 'SIGKILL', restartAfterMs: 3000}),
	expect: [
		// Half of the GETs, which are three quarters of all.
		expect.status({is: 200, method: 'GET', share: [0.4, 0.6]}),
		expect.status({is: 200, method: 'POST', share: [0, 0.01]}),
		expect.errors({cause: 'connection_refused', by: 'gateway', method: 'POST', share: [0.98, 1]}),
		expect.recovery({withinMs: 1000}),
		expect.ledger({lost: 0, duplicated: 0}),
	],
	failsWithoutFault: ['status', 'status#2', 'errors'],
	differs: {
		haproxy: {skip: 'HAProxy has no file server'},
		envoy: {skip: 'Envoy has no file server'},
		traefik: {skip: 'Traefik has no file server'},
		varnish: {skip: 'Varnish has no file server'},
	},
});
