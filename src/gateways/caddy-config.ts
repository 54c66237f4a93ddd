// The neutral options rendered into a Caddyfile, and a user's Caddyfile read back as far as the harness needs it.
import type {OptionProblem} from '../expectations/expectation.ts';
import type {EndpointTls, GatewayOptions} from '../scenario/plan.ts';
import {folderOf, gatewayTls, protocolOf, tlsOf} from './gateway.ts';
import type {RenderContext} from './gateway.ts';
import {staticFiles} from './static-files.ts';
import {withConfigLine} from './with-config-line.ts';

export function renderCaddyfile({options, upstreams, port}: RenderContext): string {
	const lines = [
		'# Rendered by Gatequake from neutral gateway options.',
		'{',
		// What went wrong between Caddy and an upstream is logged at this level only.
		'\tdebug',
		// It would listen on port 80, too.
		...(options.tls ? ['\tauto_https disable_redirects'] : []),
		'}',
		`${options.tls ? 'https' : 'http'}://:${port} {`,
		...(options.tls ? [`\ttls ${gatewayTls.certificate} ${gatewayTls.key}`] : []),
		'\tlog',
		...(options.staticFiles ? indented(1, staticLines) : []),
		'\treverse_proxy {',
		...indented(2, [
			...upstreamWords(upstreams, options),
			...(options.hostHeader === null ? [] : [`header_up Host ${options.hostHeader}`]),
			...retryWords(upstreams.length, options),
			...passiveWords(upstreams.length, options),
			...activeWords(options),
		]),
		...indented(2, transportLines(upstreams, options)),
		'\t}',
		'}',
	];
	return `${lines.join('\n')}\n`;
}

const staticLines = [
	`handle_path ${staticFiles.prefix}* {`,
	`\theader ${staticFiles.header.name} ${staticFiles.header.value}`,
	`\troot * ${staticFiles.folder}`,
	'\tfile_server',
	'}',
];

function indented(depth: number, lines: readonly string[]): readonly string[] {
	return lines.map((line) => '\t'.repeat(depth) + line);
}

function upstreamWords(upstreams: RenderContext['upstreams'], {weights, backups, resolver}: GatewayOptions): readonly string[] {
	// Of a backup it knows only this form: each upstream waits for those before it to fail.
	const ordered = [...upstreams].sort((a, b) => Number(backups.includes(a.name)) - Number(backups.includes(b.name)));
	const isWeighted = upstreams.some(({name}) => (weights[name] ?? 1) !== 1);
	const policy =
		backups.length > 0
			? 'first'
			: isWeighted
				? `weighted_round_robin ${ordered.map(({name}) => weights[name] ?? 1).join(' ')}`
				: 'round_robin';
	if (resolver === null) {
		return [
			`to ${ordered.map(({host, port, socket}) => (socket === null ? `${host}:${port}` : `unix/${socket}`)).join(' ')}`,
			`lb_policy ${policy}`,
		];
	}

	return [
		'dynamic multi {',
		...ordered.flatMap(({host, port}) => [`\ta ${host} ${port} {`, `\t\trefresh ${resolver.validMs}ms`, '\t\tversions ipv4', '\t}']),
		'}',
		`lb_policy ${policy}`,
	];
}

/** Another upstream is tried where no connection could be made, whatever the method, and where the matcher says so. */
function retryWords(upstreamCount: number, {retries}: GatewayOptions): readonly string[] {
	if (retries === 'off' || (upstreamCount === 1 && retries === 'safe')) {
		return [];
	}

	const tries = `lb_retries ${upstreamCount === 1 ? 1 : upstreamCount - 1}`;
	return retries === 'safe'
		? [tries, 'lb_retry_match {', '\tmethod GET HEAD OPTIONS TRACE PUT DELETE', '}']
		: // A body can be sent again only where it was kept.
			[tries, 'lb_retry_match {', '\tpath *', '}', 'request_buffers 1MiB'];
}

/**
 * An only upstream is never taken out, as with other gateways: Caddy would answer 503 for the whole `fail_duration`, without a look
 * whether it is back.
 */
function passiveWords(upstreamCount: number, {maxFails, failTimeoutMs, upstreamConnections}: GatewayOptions): readonly string[] {
	return [
		...(upstreamCount === 1 || maxFails === 0 ? [] : [`max_fails ${maxFails}`, `fail_duration ${failTimeoutMs}ms`]),
		...(upstreamConnections === null ? [] : [`unhealthy_request_count ${upstreamConnections}`]),
	];
}

function activeWords({healthCheck}: GatewayOptions): readonly string[] {
	return healthCheck === null
		? []
		: [
				`health_uri ${healthCheck.path}`,
				`health_interval ${healthCheck.intervalMs}ms`,
				`health_timeout ${healthCheck.timeoutMs}ms`,
				`health_fails ${healthCheck.failAfter}`,
				`health_passes ${healthCheck.passAfter}`,
			];
}

function transportLines(upstreams: RenderContext['upstreams'], options: GatewayOptions): readonly string[] {
	const [name, words] =
		protocolOf(upstreams) === 'fastcgi'
			? ['fastcgi', fastcgiWords(upstreams[0]?.script ?? '', options)]
			: ['http', [...httpWords(options), ...tlsWords(tlsOf(upstreams), options)]];
	return [`transport ${name} {`, ...indented(1, words), '}'];
}

/** It makes a connection for each request, and sets one time-out for all that it reads from it. */
function fastcgiWords(script: string, {connectTimeoutMs, readTimeoutMs}: GatewayOptions): readonly string[] {
	return [
		`root ${folderOf(script)}`,
		// Whatever is asked for, as front controllers have it.
		`env SCRIPT_FILENAME ${script}`,
		`dial_timeout ${connectTimeoutMs}ms`,
		`read_timeout ${readTimeoutMs}ms`,
		`write_timeout ${readTimeoutMs}ms`,
	];
}

function httpWords({connectTimeoutMs, readTimeoutMs, responseHeaderBytes, upstreamKeepalive}: GatewayOptions): readonly string[] {
	return [
		`dial_timeout ${connectTimeoutMs}ms`,
		`response_header_timeout ${readTimeoutMs}ms`,
		`read_timeout ${readTimeoutMs}ms`,
		`write_timeout ${readTimeoutMs}ms`,
		`max_response_header ${responseHeaderBytes}`,
		// The time to read runs on while a connection is idle: one that was used again near the end of it would fail a request at once.
		...(upstreamKeepalive === 0
			? ['keepalive off']
			: [`keepalive ${readTimeoutMs / 2}ms`, `keepalive_idle_conns_per_host ${upstreamKeepalive}`]),
		'compression off',
	];
}

function tlsWords(tls: EndpointTls | null, {upstreamTls: {verify}}: GatewayOptions): readonly string[] {
	return tls === null
		? []
		: ['tls', `tls_server_name ${tls.serverName}`, verify ? `tls_trust_pool file ${tls.authorityPath}` : 'tls_insecure_skip_verify'];
}

export function checkCaddyOptions(options: GatewayOptions): readonly OptionProblem[] {
	const {weights, backups, upstreams, healthCheck, resolver, upstreamTls} = options;
	const isWeighted = Object.values(weights).some((weight) => weight !== 1);
	return [
		...(upstreamTls.sendName ? [] : [{path: 'upstreamTls.sendName', message: 'Caddy always says in its hello whom it wants'}]),
		...Object.entries(weights).flatMap(([name, weight]) =>
			Number.isInteger(weight) && weight >= 0
				? []
				: [{path: `weights.${name}`, message: `Caddy's weights are whole numbers, not ${weight}`}],
		),
		...(backups.length === 0 || upstreams.length - backups.length === 1
			? []
			: [{path: 'backups', message: 'Caddy has backups of one upstream only (`lb_policy first`), not of several'}]),
		...(backups.length > 0 && isWeighted
			? [{path: 'weights', message: 'Caddy has one policy at a time: backups or weights, not both'}]
			: []),
		...(resolver !== null && healthCheck !== null
			? [
					{
						path: 'resolver',
						message: 'Caddy does not probe upstreams whose addresses it looks up (`dynamic`): healthCheck or resolver, not both',
					},
				]
			: []),
	];
}

/** Port of the first site: `:8080`, `http://:8080`, `a.example:8080, b.example`; 80 or 443 by the scheme where none is given. */
export function caddyPort(configText: string): number | null {
	const sites = withoutGlobalOptions(configText.replaceAll(/(^|\s)#.*$/gm, '$1'));
	const address = /^\s*([^\s{},]+)/m.exec(sites)?.[1];
	// A snippet is no site, and an import may bring anything.
	if (address === undefined || /^\(|^import$|^&\(/.test(address)) {
		return null;
	}

	const port = /:(\d+)(?:\/.*)?$/.exec(address)?.[1];
	return port === undefined ? (address.startsWith('http://') ? 80 : 443) : Number(port);
}

/** Global options stand in a block without a name, before all sites. */
function withoutGlobalOptions(text: string): string {
	if (!/^\s*\{/.test(text)) {
		return text;
	}

	let depth = 0;
	for (const brace of text.matchAll(/[{}]/g)) {
		depth += brace[0] === '{' ? 1 : -1;
		if (depth === 0) {
			return text.slice(brace.index + 1);
		}
	}

	return '';
}

/** Caddy says `Error: adapting config using caddyfile: ..., at Caddyfile:12`, or `Error: ...: /etc/caddy/Caddyfile:12: ...`. */
export function explainCaddyRefusal(output: string, configText: string): string | null {
	const message = /^Error: ([^\n]+)/m.exec(output)?.[1]?.trim();
	if (message === undefined) {
		return null;
	}

	const lineNumber = /Caddyfile:(\d+)/.exec(message)?.[1];
	return withConfigLine(message, lineNumber, configText);
}
