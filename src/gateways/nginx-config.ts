// The neutral options rendered into an nginx config, and a user's config read back as far as the harness needs it.
import type {EndpointTls, GatewayOptions, UpstreamEndpoint} from '../scenario/plan.ts';
import {gatewayTls, protocolOf, tlsOf} from './gateway.ts';
import type {RenderContext} from './gateway.ts';
import {staticFiles} from './static-files.ts';
import {withConfigLine} from './with-config-line.ts';

export function renderNginxConfig({options, upstreams, port}: RenderContext): string {
	const servers = upstreams.map((upstream) => `\t\tserver ${serverWords(upstream, options).join(' ')};`);
	const {resolver} = options;
	const word = directiveWords[protocolOf(upstreams)];
	const lines = [
		'# Rendered by Gatequake from neutral gateway options.',
		'worker_processes 2;',
		'pid /run/nginx.pid;',
		// Default worker_connections (512) are too few for rate × time-out on both sides.
		`events { worker_connections ${options.clientConnections ?? 8192}; }`,
		'http {',
		// `$status` is 009 for what went out as HTTP/0.9, which is no number in JSON.
		String.raw`	log_format gatequake escape=json '{"t":$msec,"gq":"$arg_gq","status":"$status","seconds":$request_time,"addresses":"$upstream_addr","statuses":"$upstream_status","header_seconds":"$upstream_header_time","upstream_seconds":"$upstream_response_time","worker":$pid,"complete":"$request_completion"}';`,
		'\taccess_log /var/log/gatequake/access.log gatequake;',
		...(resolver === null ? [] : [`\tresolver ${engineNameServer} valid=${resolver.validMs / 1000}s ipv6=off;`]),
		...(options.errorCacheMs === null ? [] : [`\t${word}_cache_path ${errorCache} keys_zone=errors:1m;`]),
		'\tupstream apps {',
		// What all workers share: counts of connections, and addresses that change.
		...(options.upstreamConnections === null && resolver === null ? [] : ['\t\tzone apps 256k;']),
		...servers,
		...(options.upstreamKeepalive > 0 ? [`\t\tkeepalive ${options.upstreamKeepalive};`] : []),
		'\t}',
		'\tserver {',
		`\t\tlisten ${port}${options.tls ? ' ssl' : ''} backlog=4096;`,
		...(options.tls ? [`\t\tssl_certificate ${gatewayTls.certificate};`, `\t\tssl_certificate_key ${gatewayTls.key};`] : []),
		...(options.staticFiles ? staticLines : []),
		'\t\tlocation / {',
		...passLines(options, upstreams).map((line) => `\t\t\t${line}`),
		...errorCacheLines(word, options.errorCacheMs).map((line) => `\t\t\t${line}`),
		'\t\t}',
		'\t}',
		'}',
	];
	return `${lines.join('\n')}\n`;
}

const directiveWords = {http: 'proxy', fastcgi: 'fastcgi', uwsgi: 'uwsgi'} as const;

/** What is told to all three protocols in the same words, behind the name of the one that the upstreams speak. */
function passLines(options: RenderContext['options'], upstreams: RenderContext['upstreams']): readonly string[] {
	const protocol = protocolOf(upstreams);
	const buffer = Math.max(4096, options.responseHeaderBytes);
	const word = directiveWords[protocol];
	return [
		...connectionLines[protocol](options, upstreams[0]?.script ?? '', tlsOf(upstreams)),
		`${word}_connect_timeout ${milliseconds(options.connectTimeoutMs)};`,
		`${word}_read_timeout ${milliseconds(options.readTimeoutMs)};`,
		`${word}_send_timeout ${milliseconds(options.readTimeoutMs)};`,
		`${word}_next_upstream ${nextUpstream[options.retries]};`,
		`${word}_buffer_size ${options.responseHeaderBytes};`,
		`${word}_buffers 8 ${buffer};`,
		`${word}_busy_buffers_size ${2 * buffer};`,
	];
}

const connectionLines = {
	http: (options: RenderContext['options'], _: string, tls: EndpointTls | null) => [
		`proxy_pass ${tls === null ? 'http' : 'https'}://apps;`,
		...(tls === null ? [] : tlsLines(tls, options)),
		'proxy_http_version 1.1;',
		`proxy_set_header Connection "${options.upstreamKeepalive > 0 ? '' : 'close'}";`,
		`proxy_set_header Host ${options.hostHeader ?? '$host'};`,
	],
	fastcgi: ({upstreamKeepalive, hostHeader}: RenderContext['options'], script: string) => [
		'fastcgi_pass apps;',
		`fastcgi_keep_conn ${upstreamKeepalive > 0 ? 'on' : 'off'};`,
		...[...variablesOf(hostHeader), ['SCRIPT_FILENAME', script] as const].map(([name, value]) => `fastcgi_param ${name} ${value};`),
	],
	// The protocol has no connections that are kept.
	uwsgi: ({hostHeader}: RenderContext['options']) => [
		'uwsgi_pass apps;',
		...variablesOf(hostHeader).map(([name, value]) => `uwsgi_param ${name} ${value};`),
	],
} as const;

/** What the usual files `fastcgi_params` and `uwsgi_params` hold, as far as an app looks at it. */
const gatewayVariables: readonly (readonly [string, string])[] = [
	['REQUEST_METHOD', '$request_method'],
	['REQUEST_URI', '$request_uri'],
	['QUERY_STRING', '$query_string'],
	['PATH_INFO', '$document_uri'],
	['CONTENT_TYPE', '$content_type'],
	['CONTENT_LENGTH', '$content_length'],
	['SERVER_PROTOCOL', '$server_protocol'],
	['REQUEST_SCHEME', '$scheme'],
	['REMOTE_ADDR', '$remote_addr'],
	['SERVER_ADDR', '$server_addr'],
	['SERVER_PORT', '$server_port'],
	['SERVER_NAME', '$server_name'],
];

/** A variable of that name takes the place of the client's header. */
function variablesOf(hostHeader: string | null): readonly (readonly [string, string])[] {
	return hostHeader === null ? gatewayVariables : [...gatewayVariables, ['HTTP_HOST', hostHeader]];
}

/** By default it checks nothing, and names nobody. */
function tlsLines({serverName, authorityPath}: EndpointTls, {upstreamTls}: GatewayOptions): readonly string[] {
	return [
		`proxy_ssl_name ${serverName};`,
		...(upstreamTls.sendName ? ['proxy_ssl_server_name on;'] : []),
		...(upstreamTls.verify ? ['proxy_ssl_verify on;', `proxy_ssl_trusted_certificate ${authorityPath};`] : []),
	];
}

/** Name service of the engine's own networks, in every container. */
const engineNameServer = '127.0.0.11';

const staticLines = [
	`\t\tlocation ${staticFiles.prefix} {`,
	`\t\t\talias ${staticFiles.folder};`,
	`\t\t\tadd_header ${staticFiles.header.name} ${staticFiles.header.value};`,
	'\t\t}',
];

const errorCache = '/run/gatequake-errors';

/** Whatever the query string says. Nothing else is kept: the apps' answers do not say for how long they hold. */
function errorCacheLines(word: string, durationMs: number | null): readonly string[] {
	return durationMs === null
		? []
		: [`${word}_cache errors;`, `${word}_cache_key $request_method$uri;`, `${word}_cache_valid 500 502 503 504 ${durationMs / 1000}s;`];
}

function serverWords({name, host, port, socket}: UpstreamEndpoint, options: RenderContext['options']): readonly string[] {
	const {maxFails, failTimeoutMs, weights, backups, upstreamConnections, resolver} = options;
	const weight = weights[name] ?? 1;
	return [
		socket === null ? `${host}:${port}` : `unix:${socket}`,
		`max_fails=${maxFails}`,
		`fail_timeout=${failTimeoutMs / 1000}s`,
		...(weight === 1 ? [] : [`weight=${weight}`]),
		...(upstreamConnections === null ? [] : [`max_conns=${upstreamConnections}`]),
		...(resolver === null || socket !== null ? [] : ['resolve']),
		...(backups.includes(name) ? ['backup'] : []),
	];
}

const nextUpstream = {off: 'off', safe: 'error timeout', all: 'error timeout non_idempotent'} as const;

function milliseconds(durationMs: number): string {
	return `${durationMs}ms`;
}

/** Port of the first `listen` directive that is no Unix socket: `80`, `*:80`, `127.0.0.1:80`, `[::]:80 default_server`; 80 where an address stands alone. */
export function nginxPort(configText: string): number | null {
	const directives = configText.replaceAll(/#.*$/gm, '').matchAll(/(?:^|[{};])\s*listen\s+([^\s;]+)/g);
	const argument = [...directives].map((match) => match[1]).find((address) => address?.startsWith('unix:') === false);
	if (argument === undefined) {
		return null;
	}

	const port = /^(?:.*:)?(\d+)$/.exec(argument)?.[1];
	return port === undefined ? 80 : Number(port);
}

/** nginx says `... in /etc/nginx/nginx.conf:12`; the line of the config is put beside it. */
export function explainNginxRefusal(output: string, configText: string): string | null {
	const refusal = /\[emerg\][^\n]*/.exec(output)?.[0];
	if (refusal === undefined) {
		return null;
	}

	const message = refusal.replace(/^\[emerg\]\s*(?:\d+#\d+:\s*)?/, '');
	const lineNumber = /:(\d+)$/.exec(message)?.[1];
	return withConfigLine(message, lineNumber, configText);
}
