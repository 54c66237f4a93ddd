// The neutral options rendered for Varnish: a VCL, and parameters as commands for its management (`varnishd -I`), which hold beside a
// user's own VCL, too. Nothing is cached: every request is passed on, so that each meets the apps.
import type {GatewayOptions, UpstreamEndpoint} from '../scenario/plan.ts';
import type {RenderContext} from './gateway.ts';

export function renderVarnishVcl({options, upstreams, port}: RenderContext): string {
	const {retries, backups, upstreamKeepalive, healthCheck, hostHeader, errorCacheMs} = options;
	const names = upstreams.map(({name}) => name);
	const primary = names.filter((name) => !backups.includes(name));
	const spare = names.filter((name) => backups.includes(name));
	return [
		'vcl 4.1;',
		`# Rendered by Gatequake from neutral gateway options. ${portWords}${port}.`,
		'import directors;',
		'import std;',
		'',
		...(healthCheck === null ? [] : probeLines(healthCheck)),
		...upstreams.flatMap((upstream) => backendLines(upstream, options)),
		'sub vcl_init {',
		...directorLines('apps', primary, options),
		...(spare.length === 0 ? [] : directorLines('backups', spare, options)),
		'}',
		'',
		'sub vcl_recv {',
		// Without it a body that was sent is gone, and cannot be sent again.
		...(retries === 'all' ? ['\tstd.cache_req_body(1MB);'] : []),
		// What is not to be kept goes the same way, and is never kept.
		...(errorCacheMs === null ? [] : ['\tif (req.method == "GET") {', '\t\treturn (hash);', '\t}']),
		'\treturn (pass);',
		'}',
		'',
		// Each request has a place of its own on the director's ring, and keeps it when it is tried again.
		'sub vcl_hash {',
		errorCacheMs === null ? '\thash_data(req.xid);' : String.raw`	hash_data(regsub(req.url, "\?.*$", ""));`,
		'\treturn (lookup);',
		'}',
		'',
		'sub vcl_backend_fetch {',
		'\tset bereq.backend = apps.backend(by = HASH, alt = bereq.retries);',
		...(spare.length === 0 ? [] : backupLines(primary.length)),
		...(upstreamKeepalive === 0 ? ['\tset bereq.http.Connection = "close";'] : []),
		...(hostHeader === null ? [] : [`\tset bereq.http.Host = "${hostHeader}";`]),
		'}',
		...(errorCacheMs === null
			? []
			: subroutine('vcl_backend_response', [
					'\tif (beresp.status >= 500 && beresp.status <= 504) {',
					...keptLines(errorCacheMs).map((line) => `\t${line}`),
					'\t}',
					'\tset beresp.uncacheable = true;',
				])),
		...subroutine('vcl_backend_error', [
			...(retries === 'off' || names.length === 1 ? [] : retryLines(retries, names.length)),
			...(errorCacheMs === null ? [] : keptLines(errorCacheMs)),
		]),
		'',
	].join('\n');
}

function subroutine(name: string, lines: readonly string[]): readonly string[] {
	return lines.length === 0 ? [] : ['', `sub ${name} {`, ...lines, '}'];
}

/** No longer, and not while it is asked for again. */
function keptLines(durationMs: number): readonly string[] {
	return [`\tset beresp.ttl = ${durationMs}ms;`, '\tset beresp.grace = 0s;', '\treturn (deliver);'];
}

function probeLines({path, intervalMs, timeoutMs, failAfter, passAfter}: NonNullable<GatewayOptions['healthCheck']>): readonly string[] {
	return [
		'probe health {',
		`\t.url = ${quoted(path)};`,
		`\t.interval = ${intervalMs}ms;`,
		`\t.timeout = ${timeoutMs}ms;`,
		// Of the last `window` probes `threshold` have to be good: so many bad ones, or good ones, in a row turn the verdict.
		`\t.window = ${failAfter + passAfter - 1};`,
		`\t.threshold = ${passAfter};`,
		`\t.initial = ${failAfter + passAfter - 1};`,
		'}',
		'',
	];
}

function backendLines({name, host, port, socket}: UpstreamEndpoint, options: GatewayOptions): readonly string[] {
	const {connectTimeoutMs, readTimeoutMs, upstreamConnections, queue, healthCheck} = options;
	return [
		`# ${socket ?? `${host}:${port}`}`,
		`backend ${name} {`,
		...(socket === null ? [`\t.host = "${host}";`, `\t.port = "${port}";`] : [`\t.path = "${socket}";`]),
		`\t.connect_timeout = ${connectTimeoutMs}ms;`,
		`\t.first_byte_timeout = ${readTimeoutMs}ms;`,
		`\t.between_bytes_timeout = ${readTimeoutMs}ms;`,
		...(upstreamConnections === null ? [] : [`\t.max_connections = ${upstreamConnections};`]),
		...(queue === null ? [] : [`\t.wait_limit = ${queue.length};`, `\t.wait_timeout = ${queue.timeoutMs}ms;`]),
		...(healthCheck === null ? [] : ['\t.probe = health;']),
		'}',
		'',
	];
}

/** Of the directors only this one can be asked for another backend than the one that was tried before. */
function directorLines(director: string, names: readonly string[], {weights}: GatewayOptions): readonly string[] {
	return [
		`\tnew ${director} = directors.shard();`,
		...names.map((name) => `\t${director}.add_backend(${name}, weight = ${weights[name] ?? 1});`),
		// Places on its ring for each backend; the share of the traffic is off by some per cent with the 67 of the default.
		`\t${director}.reconfigure(replicas = 1000);`,
	];
}

function backupLines(primary: number): readonly string[] {
	return [
		`\tif (bereq.retries >= ${primary} || !std.healthy(bereq.backend)) {`,
		'\t\tset bereq.backend = backups.backend(by = HASH, alt = bereq.retries);',
		'\t}',
	];
}

/** One try at each upstream. A body that was sent is gone: of requests with one, only those are tried again that were not sent. */
function retryLines(retries: 'safe' | 'all', upstreams: number): readonly string[] {
	const safe = 'bereq.method !~ "^(POST|LOCK|PATCH)$" || bereq.http.Content-Length ~ "[1-9]" || bereq.http.Transfer-Encoding';
	return [`\tif (bereq.retries < ${upstreams - 1}${retries === 'safe' ? ` && (${safe})` : ''}) {`, '\t\treturn (retry);', '\t}'];
}

export function renderVarnishParameters({options, upstreams}: RenderContext): string {
	const {responseHeaderBytes, failTimeoutMs} = options;
	// The only upstream is tried always.
	const holdDownMs = upstreams.length > 1 ? failTimeoutMs : 0;
	return [
		`param.set http_resp_size ${responseHeaderBytes}`,
		`param.set http_resp_hdr_len ${responseHeaderBytes}`,
		// Holds the header section and what is made of it.
		`param.set workspace_backend ${65_536 + 2 * responseHeaderBytes}`,
		// After a connection that was refused, or for which there was no port, no other one is tried for this long.
		`param.set backend_remote_error_holddown ${holdDownMs / 1000}`,
		`param.set backend_local_error_holddown ${holdDownMs / 1000}`,
		`param.set max_retries ${upstreams.length}`,
		// Clients may keep a connection for longer than the default of 5 s between two requests.
		'param.set timeout_idle 60',
		// Each request under way takes two threads; the pools grow too slowly for a load that hangs at once.
		'param.set thread_pool_min 500',
		'',
	].join('\n');
}

/** A string of VCL, which knows no escapes; a long one may hold quotes. */
function quoted(text: string): string {
	return text.includes('"') ? `{"${text}"}` : `"${text}"`;
}

const portWords = 'Listens on port ';

/** A VCL has no port: a user's own is served on the default one. */
export function varnishPort(configText: string): number | null {
	const port = configText.split(portWords)[1];
	return port === undefined ? null : Number.parseInt(port, 10);
}

/** The compiler says what, `('/etc/varnish/default.vcl' Line 12 Pos 3)`, and shows the line itself, with marks below it. */
export function explainVarnishRefusal(output: string): string | null {
	const words = /Message from VCC-compiler:\n([\s\S]*?)\n\s*Running VCC-compiler failed/.exec(output)?.[1];
	return words?.trim() ?? /^Error: .*$/m.exec(output)?.[0] ?? null;
}
