// Apache httpd with mod_proxy_http and mod_proxy_balancer: what the harness knows of it. Statuses are as the core suite measured them.
import type {Cause} from '../timeline/cause.ts';
import {configAccepted} from './gateway.ts';
import type {GatewayKind} from './gateway.ts';
import {checkHttpdOptions, explainHttpdRefusal, httpdPort, renderHttpdConfig, renderHttpdLogging, serverRoot} from './httpd-config.ts';
import {readHttpdLogs} from './httpd-logs.ts';
import {staticFiles} from './static-files.ts';

const configPath = `${serverRoot}/conf/httpd.conf`;
const loggingPath = `${serverRoot}/conf/gatequake-logging.conf`;
const logDirectory = '/var/log/gatequake';
const checked = '/run/gatequake-config-checked';

/** Of some requests the log says only that all members are out: another thread's failure took them out while this one was under way. */
const takenOut: readonly Cause[] = ['destination_unavailable'];

const headerLine = 'the limit of a header line is compiled in: 8 KB';
const httpProbes = 'its probes speak HTTP';

export const httpd: GatewayKind = {
	name: 'httpd',
	image: 'httpd',
	port: 8080,
	configPath,
	logDirectory,
	render: (context) => [
		{path: configPath, content: renderHttpdConfig(context)},
		{path: loggingPath, content: renderHttpdLogging(logDirectory)},
		...(context.options.staticFiles ? staticFiles.files : []),
	],
	portOf: httpdPort,
	command() {
		const server = `httpd -f ${configPath} -c 'Include ${loggingPath}'`;
		const script = [
			'ulimit -S -n "$(ulimit -H -n)"',
			// Times in the error log carry no zone.
			'export TZ=UTC',
			`mkdir -p ${logDirectory}`,
			`[ -e ${checked} ] || ${server} -t || exit 78`,
			`touch ${checked} && echo '${configAccepted}'`,
			`exec ${server} -D FOREGROUND`,
		];
		return ['sh', '-c', script.join('\n')];
	},
	explainRefusal: explainHttpdRefusal,
	reload: {signal: 'SIGUSR1'},
	workers: ['httpd', 'apache2'],
	// The parent runs as root, and its children as another user, whom it signals.
	capabilities: ['SETUID', 'SETGID', 'KILL', 'DAC_OVERRIDE', 'NET_BIND_SERVICE'],
	lacks: {
		errorCacheMs: 'its cache keeps no error that it made itself',
		queue: 'acquire= bounds how long a request waits for a free connection, and nothing bounds how many wait',
	},
	check: checkHttpdOptions,
	semantics: {
		connection_refused: {answers: [503], logged: ['connection_refused', ...takenOut]},
		connection_timeout: {answers: [503], logged: ['connection_timeout', ...takenOut]},
		destination_ip_unroutable: {answers: [503], logged: ['destination_ip_unroutable', ...takenOut]},
		connection_terminated: {answers: [502, 'empty-reply']},
		http_response_timeout: {answers: [502]},
		connection_read_timeout: {answers: ['cut']},
		http_response_incomplete: {answers: ['cut']},
		http_response_header_section_size: {answers: [502]},
		tls_certificate_error: {answers: [500]},
		tls_protocol_error: {answers: [500]},
		proxy_internal_error: {answers: [503]},
		// The time-out of a lookup is to it a failure like any other.
		dns_timeout: {answers: [500], logged: ['dns_error']},
		destination_unavailable: {answers: [503], logged: ['destination_unavailable', 'connection_refused']},
		connection_limit_reached: {answers: [503], logged: []},
		http_response_transfer_coding: {answers: ['cut']},
		// What has no status line is taken for the body of a 200, without a word.
		http_protocol_error: {answers: [502, 200], silent: [200]},
		// 502 where the whole body went into the kernel's buffers, and the wait was for the answer.
		connection_write_timeout: {answers: [504, 502], logged: ['connection_write_timeout', 'http_response_timeout']},
	},
	over: {
		fastcgi: {
			lacks: {responseHeaderBytes: headerLine, healthCheck: httpProbes},
			fixed: {retries: {value: 'off', because: 'what the app took is sent again like what it did not take, POSTs as well'}},
			semantics: {
				// Which takes the member out for a moment, and others find it so.
				connection_terminated: {answers: [503], logged: ['connection_terminated', ...takenOut]},
				http_response_timeout: {answers: [504]},
				// A line that is too long and one without a colon are one to it.
				http_response_header_section_size: {answers: [500], logged: ['http_protocol_error']},
				http_protocol_error: {answers: [500, 503]},
			},
		},
		uwsgi: {
			lacks: {responseHeaderBytes: headerLine, healthCheck: httpProbes},
			fixed: {upstreamKeepalive: {value: 0, because: 'uwsgi has no connections that are kept'}},
			// Of an answer that does not come its log says nothing.
			semantics: {connection_terminated: {answers: [500], logged: []}, http_response_timeout: {answers: [500], logged: []}},
		},
	},
	readLogs: readHttpdLogs,
};
