// Squid as a reverse proxy: a gateway that Gatequake does not ship, in one file and a Dockerfile beside it.
// Its access log says in `err_code` why a request failed, so a cause can be read for each.
import path from 'node:path';
import {configAccepted, defineGateway} from 'gatequake';
import type {AccessEvent, Cause, GatewayLogEvent, LogClock, RenderContext} from 'gatequake';

const configPath = '/etc/squid/gatequake.conf';
const logDirectory = '/var/log/gatequake';
const checked = '/run/gatequake-config-checked';

export default defineGateway({
	name: 'squid',
	image: 'squid',
	imageFolder: path.join(import.meta.dirname, 'squid'),
	port: 8080,
	configPath,
	logDirectory,
	render: (context) => [{path: configPath, content: render(context)}],
	portOf(configText) {
		const port = /^\s*http_port\s+(?:\S+:)?(\d+)/m.exec(configText)?.[1];
		return port === undefined ? null : Number(port);
	},
	command: () => [
		'sh',
		'-c',
		[
			`mkdir -p ${logDirectory} && chown proxy ${logDirectory}`,
			`[ -e ${checked} ] || squid -k parse -f ${configPath} 2>/tmp/parsed || { cat /tmp/parsed >&2; exit 78; }`,
			`touch ${checked} && echo '${configAccepted}'`,
			`exec squid -N -f ${configPath}`,
		].join('\n'),
	],
	explainRefusal(output, configText) {
		const refusal = /(?:FATAL|ERROR): ([^\n]*)/.exec(output)?.[1];
		const number = /(?:line |conf:)(\d+)/.exec(output)?.[1];
		const line = number === undefined ? undefined : configText.split('\n')[Number(number) - 1];
		return refusal === undefined ? null : [refusal, ...(line === undefined ? [] : [`  line ${number}: ${line.trim()}`])].join('\n');
	},
	reload: {signal: 'SIGHUP'},
	// It starts as root, and goes on as its own user.
	capabilities: ['SETUID', 'SETGID', 'CHOWN', 'DAC_OVERRIDE', 'KILL'],
	lacks: {
		failTimeoutMs: 'a dead peer is probed again at the pace of dead_peer_timeout, which is in whole seconds and counts from elsewhere',
		healthCheck: 'it asks peers by ICP or ICMP, not by HTTP',
		queue: 'requests over max-conn go to another peer, or fail',
	},
	check: ({connectTimeoutMs, readTimeoutMs, retries}) => [
		...Object.entries({connectTimeoutMs, readTimeoutMs}).flatMap(([option, durationMs]) =>
			durationMs % 1000 === 0 ? [] : [{path: option, message: `squid counts it in whole seconds, not ${durationMs} ms`}],
		),
		...(retries === 'all' ? [{path: 'retries', message: 'squid never sends a POST again: use `safe` or `off`'}] : []),
	],
	semantics: {
		// After the first refused connection its log speaks of errors in reading: its words do not tell the two apart.
		connection_refused: {answers: [502, 503], logged: ['connection_refused', 'connection_terminated']},
		connection_timeout: {answers: [503], logged: ['connection_refused']},
		destination_ip_unroutable: {answers: [503], logged: ['connection_refused']},
		connection_terminated: {answers: [502]},
		http_response_timeout: {answers: [504]},
	},
	readLogs: (files, clock) => [...files.values()].flatMap((text) => text.split('\n').flatMap((line) => readLine(line, clock))),
});

function render({options, upstreams, port}: RenderContext): string {
	const {connectTimeoutMs, readTimeoutMs, retries, upstreamKeepalive, responseHeaderBytes, resolver} = options;
	return [
		`http_port ${port} accel no-vhost defaultsite=gateway`,
		...upstreams.map((upstream) => `cache_peer ${peerWords(upstream, options).join(' ')}`),
		'http_access allow all',
		'never_direct allow all',
		'cache deny all',
		`connect_timeout ${connectTimeoutMs / 1000} seconds`,
		`read_timeout ${readTimeoutMs / 1000} seconds`,
		`forward_max_tries ${retries === 'off' ? 1 : upstreams.length + 1}`,
		`server_persistent_connections ${upstreamKeepalive > 0 ? 'on' : 'off'}`,
		`reply_header_max_size ${responseHeaderBytes} bytes`,
		...(resolver === null ? [] : [`positive_dns_ttl ${Math.ceil(resolver.validMs / 1000)} seconds`]),
		'logformat gatequake %ts.%03tu %tr %>Hs %<Hs %<a:%<p %err_code %ru',
		`access_log stdio:${logDirectory}/access.log logformat=gatequake`,
		`cache_log ${logDirectory}/cache.log`,
		// The request's number stands in the query string.
		'strip_query_terms off',
		'pid_filename none',
		'shutdown_lifetime 1 second',
		'',
	].join('\n');
}

function peerWords({name, port}: RenderContext['upstreams'][number], options: RenderContext['options']): readonly string[] {
	const {weights, backups, maxFails, upstreamConnections} = options;
	return [
		`${name} parent ${port} 0 no-query no-digest originserver name=${name}`,
		backups.includes(name) ? 'default' : 'round-robin',
		`weight=${weights[name] ?? 1}`,
		`connect-fail-limit=${Math.max(1, maxFails)}`,
		...(upstreamConnections === null ? [] : [`max-conn=${upstreamConnections}`]),
	];
}

const accessLine = /^(\d+\.\d{3}) +(\d+) (\d+) (\S+) (\S+):(\S+) (\S+) \S*[?&]gq=(\d+)/;
const reloadLine = /^(\d+)\/(\d+)\/(\d+) (\d+:\d+:\d+)\| Reconfiguring/;

function readLine(line: string, clock: LogClock): readonly (AccessEvent | GatewayLogEvent)[] {
	const reload = reloadLine.exec(line);
	if (reload !== null) {
		const [, year, month, day, time] = reload;
		const atMs = clock.fromWallMs(Date.parse(`${year}-${month}-${day}T${time}Z`) + 500);
		const lifecycle = 'reloaded';
		return [
			{
				kind: 'gateway-log',
				atMs,
				uncertaintyMs: 500,
				level: 'notice',
				raw: line,
				requestId: null,
				cause: null,
				upstreamAddress: null,
				lifecycle,
			},
		];
	}

	const match = accessLine.exec(line);
	if (match === null) {
		return [];
	}

	const [, seconds, durationMs, status, upstreamStatus, address, port, code = '', id] = match;
	const at = {atMs: clock.fromWallMs(Number(seconds) * 1000), uncertaintyMs: 2, requestId: Number(id)};
	const upstream = address === '-' ? null : `${address}:${port}`;
	const access: AccessEvent = {
		kind: 'access',
		...at,
		status: Number(status),
		upstreamAddresses: upstream === null ? [] : [upstream],
		upstreamStatuses: upstream === null ? [] : [Number(upstreamStatus) || null],
		durationMs: Number(durationMs),
		worker: null,
	};
	const cause = causeOf(code);
	return code === '-' ? [access] : [access, {kind: 'gateway-log', ...at, level: 'error', raw: line, cause, upstreamAddress: upstream}];
}

function causeOf(code: string): Cause | null {
	switch (code) {
		case 'ERR_CONNECT_FAIL':
			return 'connection_refused';
		case 'ERR_CANNOT_FORWARD':
			return 'destination_unavailable';
		case 'ERR_READ_TIMEOUT':
			return 'http_response_timeout';
		case 'ERR_ZERO_SIZE_OBJECT':
		case 'ERR_READ_ERROR':
			return 'connection_terminated';
		case 'ERR_DNS_FAIL':
			return 'dns_error';
		default:
			return null;
	}
}
