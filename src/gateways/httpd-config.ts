// The neutral options rendered into an Apache httpd config, and a user's config read back as far as the harness needs it.
import type {OptionProblem} from '../expectations/expectation.ts';
import type {EndpointTls, GatewayOptions, UpstreamEndpoint} from '../scenario/plan.ts';
import {gatewayTls, protocolOf, tlsOf} from './gateway.ts';
import type {RenderContext} from './gateway.ts';
import {staticFiles} from './static-files.ts';
import {withConfigLine} from './with-config-line.ts';

/** Paths are those of the official image, which ours imitates. */
export const serverRoot = '/usr/local/apache2';

export function renderHttpdConfig({options, upstreams, port}: RenderContext): string {
	const tls = tlsOf(upstreams);
	const protocol = protocolOf(upstreams);
	const lines = [
		'# Rendered by Gatequake from neutral gateway options.',
		...loadModules([...modules, `proxy_${schemes[protocol]}`, ...(tls !== null || options.tls ? ['socache_shmcb', 'ssl'] : [])]),
		'ServerName gateway',
		'DefaultRuntimeDir /run',
		'PidFile /run/httpd.pid',
		'User www-data',
		'Group www-data',
		'ListenBacklog 4096',
		`Listen ${port}`,
		...workers(options),
		// By default a client's connection is closed after 100 requests, or after 5 idle seconds.
		'MaxKeepAliveRequests 0',
		'KeepAliveTimeout 75',
		...listeningTls(options),
		...upstreamTlsLines(tls, options),
		// It checks an upstream's certificate for the name that it passes on as Host: the upstream's own, then.
		`ProxyPreserveHost ${tls === null ? 'On' : 'Off'}`,
		...(options.hostHeader === null ? [] : [...loadModules(['headers']), `RequestHeader set Host ${options.hostHeader}`]),
		'<Proxy balancer://apps>',
		...upstreams.map((upstream) => `\tBalancerMember ${memberWords(upstream, options).join(' ')}`),
		// Other members are tried only where no connection could be made: what was sent is never sent again.
		`\tProxySet lbmethod=byrequests maxattempts=${options.retries === 'off' ? 0 : Math.max(1, upstreams.length - 1)}`,
		'</Proxy>',
		...(options.staticFiles ? staticLines() : []),
		// Whatever is asked for, as front controllers have it.
		...(protocol === 'fastcgi' ? [`ProxyFCGISetEnvIf true SCRIPT_FILENAME ${upstreams[0]?.script}`] : []),
		'ProxyPass / balancer://apps/',
	];
	return `${lines.join('\n')}\n`;
}

const schemes = {http: 'http', fastcgi: 'fcgi', uwsgi: 'uwsgi'} as const;

function staticLines(): readonly string[] {
	const {prefix, folder, header} = staticFiles;
	return [
		...loadModules(['alias', 'headers']),
		`ProxyPass ${prefix} !`,
		`Alias ${prefix} ${folder}`,
		`<Directory ${folder}>`,
		'\tRequire all granted',
		`\tHeader set ${header.name} ${header.value}`,
		'</Directory>',
	];
}

/** Debian has some of them built in, the official image none. */
function loadModules(names: readonly string[]): readonly string[] {
	return names.map((name) => `<IfModule !${name}_module>\n\tLoadModule ${name}_module modules/mod_${name}.so\n</IfModule>`);
}

const modules = [
	'mpm_event',
	'unixd',
	// Without it every request is refused for want of somebody to allow it.
	'authz_core',
	'watchdog',
	'slotmem_shm',
	'proxy',
	'proxy_balancer',
	'proxy_hcheck',
	'lbmethod_byrequests',
];

/**
 * A thread serves one request, however long it takes: as many are needed as requests wait at once. Only the first are started at the
 * start, for each costs time then and at a reload. `ServerLimit` leaves room for old processes, which a reload lets finish.
 * Limits of connections are counted in each process, so with such a limit there is one.
 */
function workers({upstreamConnections, clientConnections}: GatewayOptions): readonly string[] {
	if (clientConnections !== null) {
		// One thread for each connection whose request is under way, its head included.
		return [
			'ServerLimit 32',
			'StartServers 1',
			`ThreadLimit ${clientConnections}`,
			`ThreadsPerChild ${clientConnections}`,
			`MaxRequestWorkers ${clientConnections}`,
		];
	}

	const [processes, threads] = upstreamConnections === null ? [2, 256] : [1, 2048];
	return [
		'ServerLimit 32',
		`StartServers ${processes}`,
		`ThreadLimit ${threads}`,
		`ThreadsPerChild ${threads}`,
		`MaxRequestWorkers ${upstreamConnections === null ? 4096 : threads}`,
		`MinSpareThreads ${upstreamConnections === null ? threads : 1}`,
		'MaxSpareThreads 4096',
	];
}

function listeningTls({tls}: GatewayOptions): readonly string[] {
	return tls ? ['SSLEngine on', `SSLCertificateFile ${gatewayTls.certificate}`, `SSLCertificateKeyFile ${gatewayTls.key}`] : [];
}

function upstreamTlsLines(tls: EndpointTls | null, {upstreamTls: {verify}}: GatewayOptions): readonly string[] {
	if (tls === null) {
		return [];
	}

	const checks = verify ? 'On' : 'Off';
	return [
		'SSLProxyEngine On',
		...(verify ? ['SSLProxyVerify require', `SSLProxyCACertificateFile ${tls.authorityPath}`] : ['SSLProxyVerify none']),
		`SSLProxyCheckPeerExpire ${checks}`,
		`SSLProxyCheckPeerName ${checks}`,
	];
}

function memberWords({name, host, port, socket, protocol, tls}: UpstreamEndpoint, options: GatewayOptions): readonly string[] {
	const {connectTimeoutMs, readTimeoutMs, failTimeoutMs, responseHeaderBytes, upstreamKeepalive, upstreamConnections, healthCheck} =
		options;
	const weight = options.weights[name] ?? 1;
	const flags = `${options.maxFails === 0 ? 'I' : ''}${options.backups.includes(name) ? 'H' : ''}`;
	return [
		`${socket === null ? '' : `unix:${socket}|`}${schemes[protocol]}${tls === null ? '' : 's'}://${host}${socket === null ? `:${port}` : ''}`,
		`connectiontimeout=${connectTimeoutMs}ms`,
		`timeout=${readTimeoutMs / 1000}`,
		`retry=${failTimeoutMs / 1000}`,
		...(protocol === 'http' ? [`responsefieldsize=${responseHeaderBytes}`] : []),
		// Only those of HTTP are used again unless told otherwise.
		...(upstreamKeepalive === 0
			? ['disablereuse=On']
			: [`smax=${upstreamKeepalive}`, 'ttl=1', ...(protocol === 'http' ? [] : ['enablereuse=On'])]),
		...(weight === 1 ? [] : [`loadfactor=${weight}`]),
		...(flags === '' ? [] : [`status=+${flags}`]),
		...(upstreamConnections === null ? [] : [`max=${upstreamConnections}`, 'acquire=1ms']),
		...(options.resolver === null ? [] : [`addressttl=${options.resolver.validMs / 1000}`]),
		...(healthCheck === null
			? []
			: [
					'hcmethod=GET',
					`hcuri=${healthCheck.path}`,
					`hcinterval=${healthCheck.intervalMs}ms`,
					`hcfails=${healthCheck.failAfter}`,
					`hcpasses=${healthCheck.passAfter}`,
				]),
	];
}

/** The log's format stands in a file of its own, which is read after a user's own config, too. */
export function renderHttpdLogging(logDirectory: string): string {
	const fields = [
		'"us":%{end:usec}t',
		'"gq":"%{GATEQUAKE_ID}e"',
		'"status":%>s',
		'"upstream":"%{BALANCER_WORKER_NAME}e"',
		'"upstream_status":"%{proxy-status}n"',
		'"us_taken":%D',
		'"worker":%P',
	];
	const lines = [
		'# Rendered by Gatequake: logs that can be joined to requests.',
		...loadModules(['log_config', 'setenvif']),
		String.raw`SetEnvIfExpr "%{QUERY_STRING} =~ /(?:^|&)gq=(\d+)(?:&|$)/" GATEQUAKE_ID=$1`,
		'LogLevel info',
		`ErrorLog ${logDirectory}/error.log`,
		// The thread tells which request a line is about that names none.
		'ErrorLogFormat "[%{cu}t] [%-m:%l] [pid %P:tid %T] [gq %-{GATEQUAKE_ID}e] %E: %M"',
		`CustomLog ${logDirectory}/access.log ${JSON.stringify(`{${fields.join(',')}}`)}`,
	];
	return `${lines.join('\n')}\n`;
}

export function checkHttpdOptions(options: GatewayOptions): readonly OptionProblem[] {
	const {upstreamTls, readTimeoutMs, failTimeoutMs, maxFails, retries, weights, healthCheck, resolver} = options;
	return [
		...wholeSeconds('readTimeoutMs', 'timeout=', readTimeoutMs),
		...wholeSeconds('failTimeoutMs', 'retry=', failTimeoutMs),
		...(resolver === null ? [] : wholeSeconds('resolver.validMs', 'addressttl=', resolver.validMs)),
		...(upstreamTls.sendName ? [] : [{path: 'upstreamTls.sendName', message: 'httpd always says in its hello whom it wants'}]),
		...(retries === 'all'
			? [{path: 'retries', message: 'httpd never sends a request again that was sent: `off` or `safe`, not `all`'}]
			: []),
		...(maxFails <= 1
			? []
			: [{path: 'maxFails', message: `httpd takes a member out at its first failed connection: 1, or 0 for never, not ${maxFails}`}]),
		...Object.entries(weights).flatMap(([name, weight]) =>
			weight >= 1 && weight <= 100 ? [] : [{path: `weights.${name}`, message: `httpd's loadfactor is from 1 to 100, not ${weight}`}],
		),
		...(healthCheck === null || healthCheck.timeoutMs === readTimeoutMs
			? []
			: [
					{
						path: 'healthCheck.timeoutMs',
						message: `httpd's probes wait as long as requests do (readTimeoutMs: ${readTimeoutMs}), not ${healthCheck.timeoutMs} ms`,
					},
				]),
	];
}

function wholeSeconds(path: string, parameter: string, durationMs: number): readonly OptionProblem[] {
	return durationMs % 1000 === 0
		? []
		: [{path, message: `httpd counts ${parameter} of a member in whole seconds, not in parts of them (${durationMs} ms)`}];
}

/** Port of the first `Listen`: `80`, `*:80`, `127.0.0.1:80`, `[::]:80 http`. */
export function httpdPort(configText: string): number | null {
	const port = /^[ \t]*Listen[ \t]+"?(?:\S*:)?(\d+)\b/im.exec(configText)?.[1];
	return port === undefined ? null : Number(port);
}

/** httpd says `AH00526: Syntax error on line 12 of /usr/local/apache2/conf/httpd.conf:` and what is wrong behind it, or names no line. */
export function explainHttpdRefusal(output: string, configText: string): string | null {
	const syntaxError = /Syntax error on line (\d+) of ([^\s:]+):[^\n]*(?:\n(?!\[|AH\d{5})[^\n]+)?/.exec(output);
	if (syntaxError === null) {
		// Not that it made up a name for itself, nor that it gives up.
		return /^.*AH(?!00014|0055[78])\d{5}: .*$/m.exec(output)?.[0].trim() ?? null;
	}

	const [words, lineNumber, file] = syntaxError;
	return withConfigLine(words.trim(), file?.endsWith('/httpd.conf') === true ? lineNumber : undefined, configText);
}
