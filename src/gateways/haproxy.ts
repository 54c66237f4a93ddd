// HAProxy: what the harness knows of it. It runs as master and worker, so that a signal reloads it.
import {configAccepted} from './gateway.ts';
import type {GatewayKind} from './gateway.ts';
import {explainHaproxyRefusal, haproxyPort, renderHaproxyConfig} from './haproxy-config.ts';
import {readHaproxyLogs} from './haproxy-logs.ts';

const configPath = '/etc/haproxy/haproxy.cfg';
const logDirectory = '/var/log/gatequake';
const checked = '/run/gatequake-config-checked';
const notices = '/run/gatequake-notices';

export const haproxy: GatewayKind = {
	name: 'haproxy',
	image: 'haproxy',
	port: 8080,
	configPath,
	logDirectory,
	render: (context) => [{path: configPath, content: renderHaproxyConfig(context)}],
	portOf: haproxyPort,
	command() {
		const script = [
			'ulimit -S -n "$(ulimit -H -n)"',
			// Where packages put control sockets; a user's own config may name it.
			`mkdir -p ${logDirectory} /run/haproxy`,
			`[ -e ${checked} ] || haproxy -c -f ${configPath} >/dev/null || exit 78`,
			`touch ${checked} && echo '${configAccepted}'`,
			// What it says on standard error has no time: it is put before it on the way to the file.
			`rm -f ${notices} && mkfifo ${notices}`,
			`while IFS= read -r line; do echo "$line" >&2; echo "$(date +%s.%3N) $line"; done <${notices} >>${logDirectory}/notices.log &`,
			`exec haproxy -W -db -f ${configPath} >>${logDirectory}/haproxy.log 2>${notices}`,
		];
		return ['sh', '-c', script.join('\n')];
	},
	explainRefusal: explainHaproxyRefusal,
	reload: {signal: 'SIGUSR2'},
	workers: ['haproxy'],
	// None for the rendered config; configs of users change root directory and user, and bind low ports.
	capabilities: ['SETUID', 'SETGID', 'SYS_CHROOT', 'NET_BIND_SERVICE'],
	lacks: {
		staticFiles: 'it has no file server',
		errorCacheMs: 'its cache keeps answers of 200 only',
		uwsgi: 'it speaks HTTP and FastCGI to its servers, and no uwsgi',
	},
	check: ({weights}) =>
		Object.entries(weights).flatMap(([name, weight]) =>
			Number.isInteger(weight) && weight >= 0 && weight <= 256
				? []
				: [{path: `weights.${name}`, message: `HAProxy's weights are whole numbers from 0 to 256, not ${weight}`}],
		),
	semantics: {
		// Of a Unix socket its log has one word for all errors of the file and for nobody behind it: "General socket error".
		connection_refused: {answers: [503], logged: ['connection_refused', 'destination_unavailable']},
		// The answer of the neighbourhood comes later than the call to connect: its log has one state for both then.
		destination_ip_unroutable: {answers: [503], logged: ['destination_ip_unroutable', 'connection_refused']},
		// On the first request of a client's connection it answers; on later ones it closes without a byte, so that the client tries again.
		connection_timeout: {answers: [503, 'empty-reply']},
		connection_write_timeout: {answers: [502, 'empty-reply'], logged: ['connection_terminated'], silent: ['empty-reply']},
		connection_terminated: {answers: [502, 'empty-reply'], silent: ['empty-reply']},
		http_response_timeout: {answers: [504]},
		connection_read_timeout: {answers: ['cut']},
		http_response_incomplete: {answers: ['cut']},
		// One state for all that can be wrong with a header section.
		http_response_header_section_size: {answers: [502], logged: ['http_protocol_error']},
		http_response_transfer_coding: {answers: ['cut']},
		http_protocol_error: {answers: [502]},
		destination_unavailable: {answers: [503]},
		connection_limit_reached: {answers: [503]},
		tls_certificate_error: {answers: [503]},
		tls_protocol_error: {answers: [503]},
		// Its log has one word for all that breaks a handshake off but the certificate.
		tls_alert_received: {answers: [503], logged: ['tls_protocol_error']},
		proxy_internal_error: {answers: [503]},
	},
	readLogs: readHaproxyLogs,
};
