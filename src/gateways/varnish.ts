// Varnish: what the harness knows of it. It writes no log file: varnishlog reads its shared memory beside it, record by record.
import {configAccepted} from './gateway.ts';
import type {GatewayKind} from './gateway.ts';
import {explainVarnishRefusal, renderVarnishParameters, renderVarnishVcl, varnishPort} from './varnish-config.ts';
import {readVarnishLogs} from './varnish-logs.ts';

const configPath = '/etc/varnish/default.vcl';
const parametersPath = '/etc/varnish/gatequake.cli';
const logDirectory = '/var/log/gatequake';
const workFolder = '/run/varnish';
const checked = '/run/gatequake-config-checked';
const notices = '/run/gatequake-notices';

/** Records that are read; of its many times only those of the beginning, of a backend's answer or failure, and of the end. */
const records = [
	'-i Begin,End,Error,VCL_Error,FetchError,ReqURL,RespStatus,BereqURL,BerespStatus,BackendOpen,BereqAcct,Backend_health,CLI',
	"-I 'Timestamp:^(Start|Beresp|Error|Retry|Resp):'",
].join(' ');

const noTls = 'TLS, to clients and to backends, is in the commercial Varnish only';

export const varnish: GatewayKind = {
	name: 'varnish',
	image: 'varnish',
	port: 8080,
	configPath,
	logDirectory,
	render: (context) => [
		{path: configPath, content: renderVarnishVcl(context)},
		{path: parametersPath, content: renderVarnishParameters(context)},
	],
	portOf: varnishPort,
	command({port}) {
		const script = [
			'ulimit -S -n "$(ulimit -H -n)"',
			// What an earlier life left there is in the way of the next one.
			`rm -rf ${workFolder} ${notices} && mkdir -p ${logDirectory} ${workFolder} && mkfifo ${notices}`,
			`[ -e ${checked} ] || words=$(varnishd -j none -C -f ${configPath} 2>&1 >/dev/null) || { echo "$words" >&2; exit 78; }`,
			`touch ${checked} && echo '${configAccepted}'`,
			`while IFS= read -r line; do echo "$line" >&2; echo "$(date +%s.%3N) $line"; done <${notices} >>${logDirectory}/notices.log &`,
			// A file for each life, for numbers of transactions begin anew; it gives up where there is no Varnish yet.
			`log=${logDirectory}/varnish.$(date +%s).log`,
			`while ! varnishlog -n ${workFolder} -t off -g raw -A -a -w $log ${records} 2>/dev/null; do sleep 0.05; done &`,
			`exec varnishd -j none -F -n ${workFolder} -f ${configPath} -I ${parametersPath} -a :${port} >${notices} 2>&1`,
		];
		return ['sh', '-c', script.join('\n')];
	},
	explainRefusal: explainVarnishRefusal,
	reload: {
		command: [
			'sh',
			'-c',
			[
				'set -e',
				`varnishadm -n ${workFolder} <${parametersPath} >/dev/null`,
				'name=gatequake-$(date +%s%N)',
				`varnishadm -n ${workFolder} vcl.load $name ${configPath}`,
				`varnishadm -n ${workFolder} vcl.use $name`,
			].join('\n'),
		],
	},
	workers: ['cache-main'],
	capabilities: ['NET_BIND_SERVICE'],
	lacks: {
		staticFiles: 'it has no file server',
		tls: noTls,
		upstreamTls: noTls,
		clientConnections: 'it takes as many connections as it has descriptors',
		fastcgi: 'it speaks HTTP to its backends, and nothing else',
		uwsgi: 'it speaks HTTP to its backends, and nothing else',
		maxFails: 'it counts no failures: one refused connection holds further ones to that upstream down for failTimeoutMs',
		resolver: 'names are looked up once, when a VCL is loaded',
	},
	check: ({weights, backups, retries, healthCheck, upstreamKeepalive}) => [
		...Object.entries(weights).flatMap(([name, weight]) =>
			weight >= 1 && weight <= 10
				? []
				: [{path: `weights.${name}`, message: `weights of Varnish's shard director are from 1 to 10, not ${weight}`}],
		),
		...(backups.length > 0 && retries === 'off' && healthCheck === null
			? [{path: 'backups', message: 'Varnish turns to a backup when it tries again, or by a health check: there is neither'}]
			: []),
		...(healthCheck !== null && healthCheck.failAfter + healthCheck.passAfter > 65
			? [{path: 'healthCheck', message: 'Varnish remembers 64 probes: failAfter and passAfter together must not exceed 65'}]
			: []),
		// The default stands for all.
		...(upstreamKeepalive === 0 || upstreamKeepalive === 32
			? []
			: [
					{
						path: 'upstreamKeepalive',
						message: `Varnish keeps all idle connections (32, the default) or none (0), not ${upstreamKeepalive}`,
					},
				]),
	],
	semantics: {
		connection_refused: {answers: [503]},
		destination_ip_unroutable: {answers: [503]},
		connection_timeout: {answers: [503]},
		// It has no time-out for what it sends to a backend, and logs an exchange when it has ended.
		connection_write_timeout: {answers: ['timeout-first-byte'], logged: []},
		connection_terminated: {answers: [503]},
		http_response_timeout: {answers: [503]},
		connection_read_timeout: {answers: ['cut']},
		// It answers itself where the body broke off before the headers went to the client.
		http_response_incomplete: {answers: ['cut', 503]},
		http_response_header_section_size: {answers: [503]},
		http_response_transfer_coding: {answers: ['cut']},
		// Two lengths that disagree are passed on to clients as they are. Another protocol is to it an answer that ended too early.
		http_protocol_error: {answers: [503, 'malformed'], logged: ['http_protocol_error', 'connection_terminated'], silent: ['malformed']},
		destination_unavailable: {answers: [503]},
		connection_limit_reached: {answers: [503]},
		proxy_internal_error: {answers: [503]},
	},
	readLogs: readVarnishLogs,
};
