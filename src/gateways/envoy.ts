// Envoy: what the harness knows of it. Its answers were measured with the core suite on 1.40.0 (2026-11-21).
import {envoyPaths, renderEnvoyConfig} from './envoy-config.ts';
import {explainEnvoyRefusal, envoyPort} from './envoy-bootstrap.ts';
import {readEnvoyLogs} from './envoy-logs.ts';
import {configAccepted} from './gateway.ts';
import type {GatewayKind} from './gateway.ts';

const checked = '/run/gatequake-config-checked';
const ownLog = `${envoyPaths.logs}/envoy.log`;

export const envoy: GatewayKind = {
	name: 'envoy',
	image: 'envoy',
	port: 8080,
	configPath: envoyPaths.config,
	logDirectory: envoyPaths.logs,
	render: renderEnvoyConfig,
	portOf: envoyPort,
	command: () => {
		const script = [
			'ulimit -S -n "$(ulimit -H -n)"',
			`mkdir -p ${envoyPaths.logs}`,
			`[ -e ${checked} ] || envoy --mode validate -l critical -c ${envoyPaths.config} >&2 || exit 78`,
			`touch ${checked} && echo '${configAccepted}'`,
			// A user's own config logs to standard output as a rule. Lines are written out soon: a killed Envoy takes those it holds along.
			`exec envoy -c ${envoyPaths.config} --concurrency 2 --disable-hot-restart --file-flush-interval-msec 20 -l warning --component-log-level upstream:info,config:info --log-path ${ownLog} >>${envoyPaths.logs}/stdout.log`,
		];
		return ['sh', '-c', script.join('\n')];
	},
	explainRefusal: explainEnvoyRefusal,
	reload: {command: ['sh', '-c', takeOver()]},
	// For a user's own config, which may listen below 1024.
	capabilities: ['NET_BIND_SERVICE'],
	lacks: {
		staticFiles: 'it has no file server',
		errorCacheMs: 'its cache keeps no error that it made itself',
		clientConnections: 'its limits of connections stand in the bootstrap, which is not rendered from options',
		fastcgi: 'it speaks HTTP to its upstreams, and nothing else',
		uwsgi: 'it speaks HTTP to its upstreams, and nothing else',
	},
	semantics: {
		connection_refused: {answers: [503]},
		destination_ip_unroutable: {answers: [503]},
		connection_timeout: {answers: [503]},
		connection_terminated: {answers: [503]},
		// One time-out for all of it: a body that is not read is to Envoy an answer that does not come.
		connection_write_timeout: {answers: [504, 'timeout-first-byte'], logged: ['http_response_timeout'], silent: ['timeout-first-byte']},
		http_response_timeout: {answers: [504]},
		connection_read_timeout: {answers: ['cut']},
		http_response_incomplete: {answers: ['cut']},
		// Its log has one flag, UPE, for all that its HTTP/1 parser refuses: too long, malformed, or at its end too early.
		http_response_transfer_coding: {answers: ['cut'], logged: ['http_response_incomplete']},
		http_response_header_section_size: {answers: [502], logged: ['http_protocol_error']},
		http_protocol_error: {answers: [502]},
		destination_unavailable: {answers: [503]},
		connection_limit_reached: {answers: [503]},
		tls_certificate_error: {answers: [503]},
		tls_protocol_error: {answers: [503]},
		tls_alert_received: {answers: [503]},
		proxy_internal_error: {answers: [503]},
	},
	readLogs: readEnvoyLogs,
};

/** Envoy takes a file over when it is moved into the folder that it watches, and says in its log whether it liked it. */
function takeOver(): string {
	return [
		`before=$(wc -l <${ownLog})`,
		`said() { tail -n "+$((before + 1))" ${ownLog} | grep "$1"; }`,
		// The routes first: how often a request may be tried again depends on the number of upstreams.
		...[envoyPaths.routes, envoyPaths.clusters].map((file) => `cp ${file} ${file}.new && mv ${file}.new ${file} || exit 1`),
		'tries=0',
		'while [ $tries -lt 100 ]; do',
		"  said 'update rejected' >&2 && exit 1",
		"  said 'cds: added/updated' && exit 0",
		'  tries=$((tries + 1)); sleep 0.05',
		'done',
		"echo 'Envoy said nothing of the new files within 5 s' >&2; exit 1",
	].join('\n');
}
