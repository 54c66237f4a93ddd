// PHP-FPM: a master, and workers that run one script each. Each kept connection of a gateway holds a worker, so gateways keep none as a
// rule (`upstreamKeepalive: 0`).
import {appLogDirectory, socketOf} from '../upstreams/upstream.ts';
import {readPhpFpmLogs} from './php-fpm-logs.ts';
import type {ServerKind} from './server.ts';

const configPath = '/etc/gatequake/php-fpm.conf';
const script = '/opt/gatequake/app/index.php';

export const phpFpm: ServerKind = {
	name: 'php-fpm',
	summary: 'PHP under FPM, from the distribution: a pool of workers, one request each',
	image: 'php-fpm-app',
	protocol: 'fastcgi',
	listens: ['tcp', 'unix'],
	script,
	abilities: ['slow-first-byte', 'hang', 'status', 'headers', 'crash', 'reload', 'tell-busy'],
	orders: 'file',
	lacks: {
		idleTimeoutMs: 'FPM keeps a connection for as long as the gateway does',
		onTerm: 'FPM ends at SIGTERM as it does',
		tls: 'FastCGI has no TLS',
		data: 'the PHP app keeps nothing but its journal',
		pool: 'the PHP app asks no database',
	},
	reloadSignal: 'SIGUSR2',
	hotRestartSignal: null,
	// The master runs as root, changes to its workers' user, and signals them.
	capabilities: ['SETUID', 'SETGID', 'CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'KILL'],
	files: (upstream) => {
		const {workers, backlog, requestTimeoutMs, graceMs, port} = upstream;
		const lines = [
			'; Rendered by Gatequake from neutral options.',
			'[global]',
			`error_log = ${appLogDirectory}/php-fpm.log`,
			// What a worker does is told from this level on, too.
			'log_level = notice',
			'daemonize = no',
			...(graceMs === null ? [] : [`process_control_timeout = ${graceMs / 1000}s`]),
			'[www]',
			'user = www-data',
			'group = www-data',
			`listen = ${socketOf(upstream) ?? `0.0.0.0:${port}`}`,
			`listen.backlog = ${backlog}`,
			// Anybody may connect: the gateway's workers are another user.
			'listen.mode = 0666',
			// With a static pool FPM never says that all its workers are busy.
			'pm = dynamic',
			`pm.max_children = ${workers ?? 5}`,
			`pm.start_servers = ${workers ?? 5}`,
			'pm.min_spare_servers = 1',
			`pm.max_spare_servers = ${workers ?? 5}`,
			...(requestTimeoutMs === null ? [] : [`request_terminate_timeout = ${requestTimeoutMs / 1000}s`]),
			'clear_env = no',
			'catch_workers_output = yes',
			'php_admin_flag[log_errors] = on',
			'php_admin_flag[expose_php] = off',
		];
		return [{path: configPath, content: `${lines.join('\n')}\n`}];
	},
	command: () => ['php-fpm', '--nodaemonize', '--fpm-config', configPath],
	readLogs: readPhpFpmLogs,
};
