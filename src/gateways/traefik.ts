// Traefik: what the harness knows of it. Its answers were measured with the core suite on 3.7.15 (2026-11-21).
import {configAccepted} from './gateway.ts';
import type {GatewayKind} from './gateway.ts';
import {explainTraefikRefusal, isStaticConfig, renderTraefikConfig, traefikPaths, traefikPort} from './traefik-config.ts';
import {readTraefikLogs} from './traefik-logs.ts';

const checked = '/run/gatequake-config-checked';
const {config, live, logs} = traefikPaths;
const ownLog = `${logs}/traefik.log`;
const stdout = `${logs}/stdout.log`;

export const traefik: GatewayKind = {
	name: 'traefik',
	image: 'traefik',
	port: 8080,
	configPath: config,
	logDirectory: logs,
	render: renderTraefikConfig,
	portOf: traefikPort,
	command({configText}) {
		const serve = `traefik --configFile=${isStaticConfig(configText) ? config : traefikPaths.static}`;
		const script = [
			'ulimit -S -n "$(ulimit -H -n)"',
			// It colours what it says, also where no terminal listens.
			'export NO_COLOR=1',
			`mkdir -p ${logs} $(dirname ${live})`,
			`cp ${config} ${live}`,
			`if [ ! -e ${checked} ]; then`,
			...trialRun(serve),
			'fi',
			`touch ${checked} && echo '${configAccepted}'`,
			// A user's own static file logs to standard output as a rule.
			`exec ${serve} >>${stdout} 2>&1`,
		];
		return ['sh', '-c', script.join('\n')];
	},
	explainRefusal: explainTraefikRefusal,
	reload: {command: ['sh', '-c', takeOver()]},
	// For a user's own config, which may listen below 1024.
	capabilities: ['NET_BIND_SERVICE'],
	lacks: {
		staticFiles: 'it has no file server',
		clientConnections: 'it takes as many connections as it has descriptors',
		errorCacheMs: 'it has no cache',
		unix: 'its servers are URLs of HTTP over TCP: it has no way to a Unix socket',
		fastcgi: 'it speaks HTTP to its servers, and nothing else',
		uwsgi: 'it speaks HTTP to its servers, and nothing else',
		responseHeaderBytes: 'its transport takes up to 10 MB, and no option changes that',
		backups: 'its failover service turns to the other service by active health checks, and not when requests fail',
		upstreamConnections: 'its limit of requests under way (inFlightReq) counts those of a router, not of a server, and answers 429',
		queue: 'it has no limit of connections to a server, so nothing waits for one',
		resolver: 'it asks the resolver anew for each connection that it opens, and keeps nothing',
	},
	check: ({healthCheck, upstreamTls}) => [
		...(healthCheck === null || (healthCheck.failAfter === 1 && healthCheck.passAfter === 1)
			? []
			: [{path: 'healthCheck', message: 'Traefik takes one probe for enough: failAfter and passAfter can only be 1'}]),
		...(upstreamTls.sendName ? [] : [{path: 'upstreamTls.sendName', message: 'Traefik always says in its hello whom it wants'}]),
	],
	semantics: {
		connection_refused: {answers: [502]},
		destination_ip_unroutable: {answers: [502]},
		connection_timeout: {answers: [504]},
		connection_terminated: {answers: [502]},
		// It waits for the headers only once it has sent the whole request; the client gives up first.
		connection_write_timeout: {answers: ['timeout-first-byte'], logged: []},
		http_response_timeout: {answers: [504]},
		// It has no time-out for the body of an answer; the client gives up first.
		connection_read_timeout: {answers: ['timeout-body'], logged: []},
		// The first 4 KB of an answer are held back for up to 100 ms: clients of a short one that is cut get nothing at all.
		http_response_incomplete: {answers: ['cut', 'empty-reply']},
		http_response_transfer_coding: {answers: ['cut', 'empty-reply']},
		// At 10 MB: by reading of net/http, not measured.
		http_response_header_section_size: {answers: [500]},
		http_protocol_error: {answers: [500]},
		destination_unavailable: {answers: [503]},
		tls_certificate_error: {answers: [500]},
		tls_protocol_error: {answers: [500]},
		proxy_internal_error: {answers: [502]},
		dns_error: {answers: [502]},
		dns_timeout: {answers: [504]},
	},
	readLogs: readTraefikLogs,
};

/** Traefik has no check of its own, and serves on without what it could not read. So it is started once, to see what it says. */
function trialRun(serve: string): readonly string[] {
	return [
		`  ${serve} >${stdout} 2>&1 & trial=$!`,
		'  tries=0',
		// A static file of a user may log no more than errors: a second of silence is taken for consent then.
		`  while kill -0 $trial 2>/dev/null && [ $tries -lt 20 ] && ! grep -qsE 'providerName":"file".*Configuration received|"level":"(error|fatal)"| (ERR|FTL) ' ${ownLog} ${stdout}; do tries=$((tries + 1)); sleep 0.05; done`,
		// It builds its routers after that, and says nothing at the end: what is quiet for 0.3 s is done.
		'  size=; quiet=0; tries=0',
		`  while [ $quiet -lt 6 ] && [ $tries -lt 60 ]; do now=$(cat ${ownLog} ${stdout} 2>/dev/null | wc -c); [ "$now" = "$size" ] && quiet=$((quiet + 1)) || quiet=0; size=$now; tries=$((tries + 1)); sleep 0.05; done`,
		`  said=$(grep -hsE '"level":"(error|fatal)"| (ERR|FTL) |traefik error' ${ownLog} ${stdout})`,
		'  died=no; kill -0 $trial 2>/dev/null || died=yes',
		'  kill -9 $trial 2>/dev/null; wait $trial 2>/dev/null',
		`  if [ -n "$said" ] || [ $died = yes ]; then echo "\${said:-$(tail -n 5 ${stdout})}" >&2; exit 78; fi`,
		`  rm -f ${logs}/*`,
	];
}

/** Traefik takes the dynamic file over when another is moved into its place, and says so in its log; a static one only at its start. */
function takeOver(): string {
	return [
		`grep -q '^entryPoints' ${config} && exit 0`,
		`before=$(wc -l <${ownLog})`,
		`said() { tail -n "+$((before + 1))" ${ownLog} | grep -E "$1"; }`,
		`cp ${config} ${live}.new && mv ${live}.new ${live} || exit 1`,
		'tries=0',
		'while [ $tries -lt 100 ]; do',
		`  said '"level":"error"' >&2 && exit 1`,
		"  said 'Configuration received|unchanged configuration' && exit 0",
		'  tries=$((tries + 1)); sleep 0.05',
		'done',
		"echo 'Traefik said nothing of the new file within 5 s' >&2; exit 1",
	].join('\n');
}
