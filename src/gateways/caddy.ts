// Caddy: what the harness knows of it. Statuses are as the core suite measured them.
import {configAccepted} from './gateway.ts';
import type {GatewayKind} from './gateway.ts';
import {caddyPort, checkCaddyOptions, explainCaddyRefusal, renderCaddyfile} from './caddy-config.ts';
import {readCaddyLogs} from './caddy-logs.ts';
import {staticFiles} from './static-files.ts';

const configPath = '/etc/caddy/Caddyfile';
const logDirectory = '/var/log/gatequake';
const checked = '/tmp/gatequake-config-checked';

export const caddy: GatewayKind = {
	name: 'caddy',
	image: 'caddy',
	port: 8080,
	configPath,
	logDirectory,
	render: (context) => [{path: configPath, content: renderCaddyfile(context)}, ...(context.options.staticFiles ? staticFiles.files : [])],
	portOf: caddyPort,
	command() {
		const script = [
			'ulimit -S -n "$(ulimit -H -n)"',
			`mkdir -p ${logDirectory}`,
			`[ -e ${checked} ] || caddy validate --config ${configPath} || exit 78`,
			`touch ${checked} && echo '${configAccepted}'`,
			`exec caddy run --config ${configPath} 2>>${logDirectory}/caddy.log`,
		];
		return ['sh', '-c', script.join('\n')];
	},
	explainRefusal: explainCaddyRefusal,
	reload: {command: ['caddy', 'reload', '--config', configPath]},
	// The official image's binary asks for this one, and does not start without it.
	capabilities: ['NET_BIND_SERVICE'],
	lacks: {
		clientConnections: 'it takes as many connections as it has descriptors',
		errorCacheMs: 'it has no cache',
		uwsgi: 'it speaks HTTP and FastCGI to its upstreams, and no uwsgi',
		queue: 'a request that finds no upstream free can only ask again and again (lb_try_duration), and nothing bounds how many do',
	},
	check: checkCaddyOptions,
	semantics: {
		connection_refused: {answers: [502]},
		// A time-out all the same: Caddy looks for one in the error itself, and not in what it wraps.
		connection_timeout: {answers: [502]},
		destination_ip_unroutable: {answers: [502]},
		connection_terminated: {answers: [502]},
		http_response_timeout: {answers: [504]},
		// The headers of a short answer with a stated length are held back until its body is there.
		connection_read_timeout: {answers: ['cut', 'empty-reply']},
		http_response_incomplete: {answers: ['cut', 'empty-reply']},
		http_response_header_section_size: {answers: [502]},
		// 502 where it is the file of a Unix socket that is missing or closed to it.
		destination_unavailable: {answers: [503, 502]},
		// Its own limit takes an upstream for one that is not available: 503. The full queue of a Unix socket is an error of the connection: 502.
		connection_limit_reached: {answers: [503, 502], logged: ['destination_unavailable', 'connection_limit_reached']},
		http_response_transfer_coding: {answers: ['cut']},
		http_protocol_error: {answers: [502]},
		// Its time-out to read runs while it sends, too, and closes the connection: its log names that, or a time-out, but not the sending.
		connection_write_timeout: {answers: [502, 504], logged: ['connection_write_timeout', 'connection_terminated', 'http_response_timeout']},
		// With a resolver told, names that cannot be asked for are no upstreams.
		dns_timeout: {answers: [502, 503], logged: ['dns_timeout', 'destination_unavailable']},
		tls_certificate_error: {answers: [502]},
		tls_protocol_error: {answers: [502]},
		proxy_internal_error: {answers: [502]},
		dns_error: {answers: [502]},
	},
	over: {
		fastcgi: {
			lacks: {responseHeaderBytes: 'its FastCGI transport has no limit of headers'},
			fixed: {upstreamKeepalive: {value: 0, because: 'its FastCGI transport makes a connection for each request'}},
		},
	},
	readLogs: readCaddyLogs,
};
