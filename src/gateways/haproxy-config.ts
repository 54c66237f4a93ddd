// The neutral options rendered into an HAProxy config, and a user's config read back as far as the harness needs it.
// Directives: HAProxy's configuration manual, version 3.2.
import type {EndpointTls, GatewayOptions, UpstreamEndpoint} from '../scenario/plan.ts';
import {folderOf, gatewayTls, protocolOf} from './gateway.ts';
import type {RenderContext} from './gateway.ts';
import {haproxyLogFormat} from './haproxy-logs.ts';
import {withConfigLine} from './with-config-line.ts';

export function renderHaproxyConfig({options, upstreams, port}: RenderContext): string {
	const isFastcgi = protocolOf(upstreams) === 'fastcgi';
	return [
		'# Rendered by Gatequake from neutral gateway options.',
		'global',
		`\tmaxconn ${options.clientConnections ?? 8192}`,
		'\tnbthread 2',
		...bufferLines(options.responseHeaderBytes),
		'\tlog stdout format raw local0',
		'',
		...resolverLines(options),
		...(isFastcgi ? fastcgiLines(upstreams[0]?.script ?? '', options) : []),
		'frontend clients',
		'\tmode http',
		`\tbind :${port} backlog 4096${options.tls ? ` ssl crt ${gatewayTls.both}` : ''}`,
		'\tlog global',
		'\thttp-request set-var(txn.gq) url_param(gq)',
		`\tlog-format '${haproxyLogFormat}'`,
		'\ttimeout client 60s',
		// Connections that carry no request are no failures.
		'\toption dontlognull',
		// A worker that is being replaced lets idle clients send one more request, and closes after the answer.
		'\toption idle-close-on-response',
		'\tdefault_backend apps',
		'',
		'backend apps',
		'\tmode http',
		'\tlog global',
		'\tbalance roundrobin',
		...(isFastcgi ? ['\tuse-fcgi-app apps'] : []),
		...(options.hostHeader === null ? [] : [`\thttp-request set-header Host ${options.hostHeader}`]),
		`\ttimeout connect ${options.connectTimeoutMs}ms`,
		`\ttimeout server ${options.readTimeoutMs}ms`,
		...retryLines(options, upstreams.length),
		...keepaliveLines(options),
		...queueLines(options),
		...(options.backups.length > 1 ? ['\toption allbackups'] : []),
		...healthCheckLines(options, upstreams[0]?.script ?? null),
		...upstreams.map((upstream) => `\tserver ${serverWords(upstream, options, upstreams.length).join(' ')}`),
		'',
	].join('\n');
}

/**
 * What fills a buffer, less the room that is kept for added headers, is the largest header section, in a form of HAProxy's own: 79 bytes
 * longer than on the wire, and 4 more for each line (measured with 3.2.26, 2 to 22 lines, 2026-11-21). The lines' part is left to them.
 */
function bufferLines(headerBytes: number): readonly string[] {
	const limitBytes = headerBytes + 79;
	const roomBytes = 1024;
	const bufferBytes = 16 * Math.ceil((limitBytes + roomBytes) / 16);
	return [`\ttune.bufsize ${bufferBytes}`, `\ttune.maxrewrite ${bufferBytes - limitBytes}`];
}

/** The script is the same whatever is asked for, as front controllers have it. */
function fastcgiLines(script: string, {upstreamKeepalive, healthCheck}: GatewayOptions): readonly string[] {
	return [
		'fcgi-app apps',
		`\tdocroot ${folderOf(script)}`,
		`\tset-param SCRIPT_FILENAME ${script}`,
		// Its own probes know nothing of that parameter: they name the script in their path.
		...(healthCheck === null ? [] : [`\tpath-info ^(/${fileOf(script)})(/.*)?$`]),
		`\t${upstreamKeepalive > 0 ? '' : 'no '}option keep-conn`,
		'',
	];
}

/** One try at each upstream. With only one there is nobody to try again with: HAProxy would wait a second, and ask the same one. */
function retryLines({retries}: GatewayOptions, upstreams: number): readonly string[] {
	return [
		`\tretries ${retries === 'off' ? 0 : upstreams - 1}`,
		'\toption redispatch 1',
		...(retries === 'off' ? [] : ['\tretry-on conn-failure empty-response response-timeout']),
		// Of those methods only what could not be sent is tried again.
		...(retries === 'safe' ? ['\thttp-request disable-l7-retry if { method POST LOCK PATCH }'] : []),
	];
}

function keepaliveLines({upstreamKeepalive}: GatewayOptions): readonly string[] {
	return upstreamKeepalive === 0 ? ['\toption http-server-close', '\thttp-reuse never'] : ['\thttp-reuse safe'];
}

/** The limit itself is the servers' `maxconn`. Without a queue a request that finds no place waits for no longer than the shortest timer. */
function queueLines({upstreamConnections, queue}: GatewayOptions): readonly string[] {
	if (queue === null) {
		return upstreamConnections === null ? [] : ['\ttimeout queue 1ms'];
	}

	return [`\ttimeout queue ${queue.timeoutMs}ms`, `\thttp-request deny deny_status 503 if { queue(apps) ge ${queue.length} }`];
}

function fileOf(script: string): string {
	return script.slice(folderOf(script).length);
}

function healthCheckLines({healthCheck}: GatewayOptions, script: string | null): readonly string[] {
	return healthCheck === null
		? []
		: [
				'\toption httpchk',
				`\thttp-check send meth GET uri ${quoted(`${script === null ? '' : `/${fileOf(script)}`}${healthCheck.path}`)} ver HTTP/1.1 hdr Host apps`,
				'\thttp-check expect status 200-399',
				`\ttimeout check ${healthCheck.timeoutMs}ms`,
			];
}

function serverWords(
	{name, host, port, socket, protocol, tls}: UpstreamEndpoint,
	options: GatewayOptions,
	upstreams: number,
): readonly string[] {
	const {weights, backups, upstreamConnections, upstreamKeepalive, resolver} = options;
	return [
		`${name} ${socket === null ? `${host}:${port}` : `unix@${socket}`}`,
		...(protocol === 'fastcgi' ? ['proto fcgi'] : []),
		...(tls === null ? [] : tlsWords(tls, options)),
		`weight ${weights[name] ?? 1}`,
		`pool-max-conn ${upstreamKeepalive}`,
		...checkWords(options, upstreams),
		...(upstreamConnections === null ? [] : [`maxconn ${upstreamConnections}`]),
		...(resolver === null || socket !== null ? [] : ['resolvers engine', 'init-addr libc,none']),
		...(backups.includes(name) ? ['backup'] : []),
	];
}

/** It checks and names nothing by itself. Checks of its own that speak HTTP are made as requests are. */
function tlsWords({serverName, authorityPath}: EndpointTls, {upstreamTls, healthCheck}: GatewayOptions): readonly string[] {
	return [
		'ssl',
		...(upstreamTls.verify ? [`verify required ca-file ${authorityPath} verifyhost ${serverName}`] : ['verify none']),
		...(upstreamTls.sendName ? [`sni str(${serverName})`] : []),
		...(upstreamTls.sendName && healthCheck !== null ? [`check-sni ${serverName}`] : []),
	];
}

/**
 * Connections that fail count against a server, and take it down: only where there is another one, so that the only one is tried always.
 * What is down is asked again after `failTimeoutMs`, and is up again when it takes a connection (or passes the health check, if there is one).
 */
function checkWords({maxFails, failTimeoutMs, healthCheck}: GatewayOptions, upstreams: number): readonly string[] {
	const passive = maxFails > 0 && upstreams > 1 ? [`observe layer4 error-limit ${maxFails} on-error mark-down`] : [];
	if (healthCheck !== null) {
		const {intervalMs, failAfter, passAfter} = healthCheck;
		return [`check inter ${intervalMs}ms fall ${failAfter} rise ${passAfter}`, ...passive];
	}

	// HAProxy observes only servers that it checks: a check that comes once in a day while all is well.
	return passive.length === 0 ? [] : [`check inter 1d fastinter ${failTimeoutMs}ms downinter ${failTimeoutMs}ms fall 1 rise 1`, ...passive];
}

/** Name service of the engine's own networks, in every container. */
const engineNameServer = '127.0.0.11:53';

function resolverLines({resolver}: GatewayOptions): readonly string[] {
	return resolver === null
		? []
		: [
				'resolvers engine',
				`\tnameserver engine ${engineNameServer}`,
				`\ttimeout resolve ${resolver.validMs}ms`,
				`\thold valid ${resolver.validMs}ms`,
				'',
			];
}

/** One word of the config language. */
function quoted(word: string): string {
	return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/** Port of the first `bind` that is no Unix socket: `:80`, `*:80`, `127.0.0.1:80`, `ipv4@:80`, `[::]:80 v4v6`. */
export function haproxyPort(configText: string): number | null {
	const directives = configText.replaceAll(/#.*$/gm, '').matchAll(/^\s*bind\s+(\S+)/gm);
	const ports = [...directives]
		.flatMap(([, addresses = '']) => addresses.split(','))
		.map((address) => /:(\d+)(?:-\d+)?$/.exec(address)?.[1]);
	const port = ports.find((found) => found !== undefined);
	return port === undefined ? null : Number(port);
}

/** HAProxy says `[ALERT] (8) : config : parsing [/etc/haproxy/haproxy.cfg:12] : ...`; the line of the config is put beside it. */
export function explainHaproxyRefusal(output: string, configText: string): string | null {
	const alerts = [...output.matchAll(/^\[ALERT\]\s*\(\d+\)\s*:\s*(.*)$/gm)].map((match) => match[1] ?? '');
	const words = alerts.filter((alert) => !/^(?:config : )?(?:Error\(s\) found|Fatal errors found)/.test(alert));
	return words.length === 0 ? null : words.map((alert) => withLine(alert, configText)).join('\n');
}

function withLine(alert: string, configText: string): string {
	const lineNumber = /\[?[^\s[]+:(\d+)\]/.exec(alert)?.[1];
	return withConfigLine(alert, lineNumber, configText);
}
