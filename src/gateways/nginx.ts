// nginx: what the harness knows of it. Statuses were read in ngx_http_upstream.c and are confirmed by the core suite's runs.
import type {OptionProblem} from '../expectations/expectation.ts';
import {configAccepted} from './gateway.ts';
import type {GatewayKind} from './gateway.ts';
import {explainNginxRefusal, nginxPort, renderNginxConfig} from './nginx-config.ts';
import {readNginxLogs} from './nginx-logs.ts';
import {staticFiles} from './static-files.ts';

const configPath = '/etc/nginx/nginx.conf';
const logDirectory = '/var/log/gatequake';
const checked = '/run/gatequake-config-checked';

export const nginx: GatewayKind = {
	name: 'nginx',
	image: 'nginx',
	port: 8080,
	configPath,
	logDirectory,
	render: (context) => [{path: configPath, content: renderNginxConfig(context)}, ...(context.options.staticFiles ? staticFiles.files : [])],
	portOf: nginxPort,
	command({configText}) {
		// The error log is added on the command line, so that a user's own config is read at `info` too, unless it sets one deeper down.
		const globals = [...(/^\s*daemon\s/m.test(configText) ? [] : ['daemon off;']), `error_log ${logDirectory}/error.log info;`].join(' ');
		const script = [
			// Descriptors up to what the engine allows; a limit above it cannot be set without CAP_SYS_RESOURCE.
			'ulimit -S -n "$(ulimit -H -n)"',
			// Debian's package has another user than the official image, which most configs name.
			...(/^\s*user\s+nginx\b/m.test(configText) ? ['id nginx >/dev/null 2>&1 || useradd --system --user-group nginx'] : []),
			`mkdir -p ${logDirectory} && rm -rf /var/log/nginx && ln -s ${logDirectory} /var/log/nginx`,
			`[ -e ${checked} ] || nginx -t -q -c ${configPath} -g '${globals}' || exit 78`,
			`touch ${checked} && echo '${configAccepted}'`,
			`exec nginx -c ${configPath} -g '${globals}'`,
		];
		return ['sh', '-c', script.join('\n')];
	},
	explainRefusal: explainNginxRefusal,
	reload: {signal: 'SIGHUP'},
	workers: ['nginx'],
	// The master runs as root, changes to its workers' user, and signals them.
	capabilities: ['SETUID', 'SETGID', 'CHOWN', 'DAC_OVERRIDE', 'KILL', 'NET_BIND_SERVICE'],
	lacks: {
		healthCheck: 'active health checks are in the commercial nginx only',
		queue: 'the queue directive is in the commercial nginx only',
	},
	check: ({failTimeoutMs, resolver, errorCacheMs}) => [
		...wholeSeconds('failTimeoutMs', 'fail_timeout', failTimeoutMs),
		...(resolver === null ? [] : wholeSeconds('resolver.validMs', "the resolver's valid=", resolver.validMs)),
		...(errorCacheMs === null ? [] : wholeSeconds('errorCacheMs', 'proxy_cache_valid', errorCacheMs)),
	],
	semantics: {
		connection_refused: {answers: [502]},
		destination_ip_unroutable: {answers: [502]},
		connection_timeout: {answers: [504]},
		connection_write_timeout: {answers: [504]},
		connection_terminated: {answers: [502]},
		http_response_timeout: {answers: [504]},
		connection_read_timeout: {answers: ['cut']},
		http_response_incomplete: {answers: ['cut']},
		http_response_header_section_size: {answers: [502]},
		http_response_transfer_coding: {answers: ['cut']},
		// What has no status line is passed on as it is, as HTTP/0.9.
		http_protocol_error: {answers: [502, 'malformed']},
		destination_unavailable: {answers: [502]},
		// A resolver that does not answer gives 502 too, not 504: the resolve handler always finalises so.
		dns_timeout: {answers: [502]},
		dns_error: {answers: [502]},
		tls_protocol_error: {answers: [502]},
		tls_certificate_error: {answers: [502]},
		tls_alert_received: {answers: [502]},
		connection_limit_reached: {answers: [502], logged: ['connection_limit_reached', 'destination_unavailable']},
		// Out of descriptors or connections: 500. Out of local ports: 502.
		proxy_internal_error: {answers: [500, 502]},
	},
	over: {uwsgi: {fixed: {upstreamKeepalive: {value: 0, because: 'uwsgi has no connections that are kept'}}}},
	readLogs: readNginxLogs,
};

function wholeSeconds(path: string, word: string, durationMs: number): readonly OptionProblem[] {
	return durationMs % 1000 === 0 ? [] : [{path, message: `nginx counts ${word} in whole seconds, not ${durationMs} ms`}];
}
