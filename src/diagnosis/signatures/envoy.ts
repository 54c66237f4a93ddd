// Envoy's access log: response flags, the status, the details and why the transport failed, tried as
// `UF,URX 503 upstream_reset_before_response_started{…} delayed_connect_error:_111`; and a few lines of its own log.
// The flags do not tell a header section that is too long from one that is no HTTP, nor a bad chunk from an answer that was cut.
import {quiet, signature} from '../signature.ts';
import type {Signature} from '../signature.ts';

const usage = 'docs: configuration/observability/access_log/usage, %RESPONSE_FLAGS%; %RESPONSE_CODE_DETAILS%';

/** A line with that flag and, where it says so, before or after the headers went to the client. */
function flagged(flags: string, when: 'before' | 'after' | 'any', rest = ''): RegExp {
	const status = {before: String.raw`(?:0|[5-9]\d\d|-)`, after: String.raw`[1-4]\d\d`, any: String.raw`(?:\d+|-)`}[when];
	return new RegExp(`^(?:\\S*,)?(?:${flags})(?:,\\S*)? ${status} ${rest}`);
}

const known = {
	refused: 'Connection[_ ]refused',
	socket: 'No[_ ]such[_ ]file[_ ]or[_ ]directory|Permission[_ ]denied',
	unroutable: 'No[_ ]route[_ ]to[_ ]host|Network[_ ](?:is[_ ])?unreachable|Host[_ ](?:is[_ ])?unreachable',
	own: 'Cannot[_ ]assign[_ ]requested[_ ]address|Too[_ ]many[_ ]open[_ ]files',
	certificate: 'CERTIFICATE_VERIFY_FAILED|verify[_ ]cert|SAN[_ ]matcher',
	alert: 'TLS.*ALERT',
	tls: 'TLS',
	timeout: 'connection_timeout',
} as const;

/** In the words of the first of these, and of none before it. */
function connection(name: keyof typeof known): RegExp {
	const names = Object.keys(known);
	const earlier = Object.values(known).slice(0, names.indexOf(name));
	const not = earlier.length === 0 ? '' : `(?!.*(?:${earlier.join('|')}))`;
	return new RegExp(flagged('UF', 'any', `${not}.*(?:${known[name]})`).source, 'i');
}

export const envoy: readonly Signature[] = [
	signature('connect-refused', connection('refused'), ['failure', 'connect', 'connection_refused', '503'], {
		meaning: 'nothing listened at the upstream address',
		check: 'Is the app running, and does it listen on that address and port?',
		change: 'Start the app; the endpoint’s address; retry_on connect-failure; health_checks or outlier_detection.',
		source: usage,
	}),
	signature('socket-missing', connection('socket'), ['failure', 'connect', 'destination_unavailable', '503'], {
		meaning: 'the Unix socket of the upstream does not exist, or may not be opened',
		check: 'The path of the pipe, the same mount in both, and owner and mode of the socket and of the folders above it.',
		change: 'pipe.path of the endpoint, or where the app makes its socket, and for whom.',
		source: usage,
	}),
	signature('connect-unroutable', connection('unroutable'), ['failure', 'connect', 'destination_ip_unroutable', '503'], {
		meaning: 'no route led to the upstream address',
		check: 'Does the address still belong to the app?',
		change: 'type STRICT_DNS with dns_refresh_rate, or EDS.',
		source: usage,
	}),
	signature('connect-own', connection('own'), ['failure', 'connect', 'proxy_internal_error', '503'], {
		meaning: 'Envoy had no local port or descriptor left',
		check: 'ss -s for TIME-WAIT; limits of the process.',
		change: 'Fewer new connections (max_requests_per_connection), ulimit, upstream_bind_config.',
		source: usage,
	}),
	signature('tls-certificate', connection('certificate'), ['failure', 'tls', 'tls_certificate_error', '503'], {
		meaning: 'the upstream’s certificate is not trusted, or is for another name',
		check: 'openssl s_client -servername NAME; with mutual TLS: both sides’ roots and dates.',
		change: 'validation_context: trusted_ca, match_typed_subject_alt_names; sni.',
		source: usage,
	}),
	signature('tls-alert', connection('alert'), ['failure', 'tls', 'tls_alert_received', '503'], {
		meaning: 'the upstream refused the TLS handshake with an alert',
		check: 'Which alert: no name sent, or our certificate not liked.',
		change: 'sni and tls_certificates of the UpstreamTlsContext.',
		source: usage,
	}),
	signature('tls-failed', connection('tls'), ['failure', 'tls', 'tls_protocol_error', '503'], {
		meaning: 'the TLS handshake with the upstream failed; WRONG_VERSION_NUMBER means that its port speaks no TLS',
		check: 'openssl s_client -connect HOST:PORT; mutual TLS on one side only?',
		change: 'transport_socket of the cluster.',
		source: usage,
	}),
	signature('connect-timeout', connection('timeout'), ['failure', 'connect', 'connection_timeout', '503'], {
		meaning: 'packets to the upstream address were answered by nobody',
		check: 'Is the host up, does a firewall drop packets, is the accept queue full?',
		change: 'connect_timeout of the cluster; retry_on connect-failure.',
		source: usage,
	}),
	signature(
		'connect-failed',
		new RegExp(
			flagged('UF', 'any', `(?!.*(?:${Object.values(known).join('|')})).*(?:connect_error|connection_failure|Connection[_ ]reset)`).source,
			'i',
		),
		['failure', 'connect', 'connection_terminated', '503'],
		{
			meaning: 'the connection to the upstream failed while it was being made',
			check: 'What stands between.',
			change: 'retry_on connect-failure; mend what stands between.',
			source: usage,
		},
	),
	signature(
		'connect-unknown',
		new RegExp(
			flagged('UF', 'any', `(?!.*(?:${Object.values(known).join('|')}|connect_error|connection_failure|Connection[_ ]reset))`).source,
			'i',
		),
		['failure', 'connect', null, '503'],
		{
			meaning: 'the connection to the upstream failed, and this log format does not say why',
			check: 'Is the app up and reachable?',
			change: 'Add %UPSTREAM_TRANSPORT_FAILURE_REASON% and %RESPONSE_CODE_DETAILS% to the access log’s format.',
			source: usage,
		},
	),
	signature('no-healthy', flagged('UH', 'any'), ['consequence', 'health', 'destination_unavailable', '503'], {
		meaning: 'no upstream host was healthy',
		check: 'Health checks and outlier ejections (admin: /clusters); an empty EDS answer.',
		change: 'health_checks, outlier_detection max_ejection_percent, healthy_panic_threshold; the app.',
		source: usage,
	}),
	signature('overflow', flagged('UO', 'any'), ['failure', 'queue', 'connection_limit_reached', '503'], {
		meaning: 'a circuit breaker of the cluster is open: too many connections, pending requests or retries',
		check: 'cluster.NAME.upstream_cx_overflow, upstream_rq_pending_overflow.',
		change: 'circuit_breakers thresholds: max_connections, max_pending_requests, max_requests, max_retries.',
		source: usage,
	}),
	signature('name-unknown', flagged('DF', 'any'), ['failure', 'name', 'dns_error', '503'], {
		meaning: 'the upstream’s name could not be looked up',
		check: 'cluster.NAME.update_failure; the name service.',
		change: 'The name; dns_resolution_config; respect_dns_ttl.',
		source: usage,
	}),
	signature('closed-before-headers', flagged('UC', 'before'), ['failure', 'headers', 'connection_terminated', '503'], {
		meaning: 'the app closed or reset the connection before it answered',
		check: 'Crashes and restarts; only after idle time: the app’s keep-alive time-out.',
		change: 'idle_timeout in common_http_protocol_options below the app’s; retry_on reset-before-request or reset.',
		source: usage,
	}),
	signature('cut-after-headers', flagged('UC|UR', 'after'), ['failure', 'body', 'http_response_incomplete', 'cut, logged as 200'], {
		meaning: 'the app closed or reset the connection in the middle of an answer',
		check: 'Crashes, restarts and write time-outs of the app.',
		change: 'Graceful stops of the app.',
		source: usage,
	}),
	signature('reset-before-headers', flagged('UR', 'before'), ['failure', 'headers', 'connection_terminated', '503'], {
		meaning: 'the app reset the stream before it answered',
		check: 'The app’s log at that time; max concurrent streams.',
		change: 'retry_on reset.',
		source: usage,
	}),
	signature('malformed', flagged('UPE', 'before'), ['failure', 'headers', 'http_protocol_error', '502'], {
		meaning: 'what answered is no proper HTTP, or its headers are too large',
		check: 'Which program listens; http1 against http2; the size of the headers.',
		change: 'typed_extension_protocol_options; max_response_headers_kb; the app.',
		source: usage,
	}),
	signature('malformed-body', flagged('UPE', 'after'), ['failure', 'body', 'http_response_incomplete', 'cut, logged as 200'], {
		meaning: 'an answer broke HTTP’s rules in its body: bad chunks, or it ended early',
		check: 'Which of the app’s libraries writes the body.',
		change: 'Mend the app.',
		source: usage,
	}),
	signature('response-timeout', flagged('UT|SI', 'before'), ['failure', 'headers', 'http_response_timeout', '504'], {
		meaning: 'the app did not begin its answer in time',
		check: 'What the app waits for; whether DURATION is the route’s time-out (15 s by default).',
		change: 'Mend what is slow; only then timeout of the route, per_try_timeout, per_try_idle_timeout.',
		source: usage,
	}),
	signature('body-timeout', flagged('UT|SI', 'after'), ['failure', 'body', 'connection_read_timeout', 'cut, logged as 200'], {
		meaning: 'the app stalled in the middle of an answer',
		check: 'Streams with long silences; the route’s time-out covers the whole answer.',
		change: 'timeout 0 and stream_idle_timeout for streams.',
		source: usage,
	}),
	signature('max-duration', flagged('UMSDR|DT', 'any'), ['failure', 'body', 'http_response_timeout', '504, or cut'], {
		meaning: 'a request lasted longer than the longest that is allowed',
		check: 'max_stream_duration, max_connection_duration.',
		change: 'max_stream_duration.',
		source: usage,
	}),
	signature('retries-used', /^URX (?:\d+|-) /, ['consequence', 'health', null, 'as the last try'], {
		meaning: 'every retry was used up',
		check: 'Why the tries failed.',
		change: 'num_retries, retry_budget.',
		source: usage,
	}),
	signature('no-route', flagged('NR', 'any'), ['failure', 'name', 'destination_not_found', '404'], {
		meaning: 'no route matches the request',
		check: 'Host and path against virtual_hosts domains and routes.',
		change: 'domains, match of the route.',
		source: usage,
	}),
	signature('no-cluster', flagged('NC', 'any'), ['failure', 'name', 'destination_not_found', '503'], {
		meaning: 'the route names a cluster that does not exist',
		check: 'admin: /clusters; CDS updates that were rejected.',
		change: 'cluster of the route.',
		source: usage,
	}),
	signature('overload', flagged('OM', 'any'), ['failure', 'queue', 'proxy_internal_error', '503'], {
		meaning: 'Envoy’s overload manager refused the request',
		check: 'overload.* in the stats; memory of the process.',
		change: 'overload_manager triggers; the memory limit.',
		source: usage,
	}),
	signature('rate-limited', flagged('RL|RLSE', 'any'), ['client', 'client', 'http_request_denied', '429'], {
		meaning: 'a rate limit of the config refused the request',
		check: 'Which filter and descriptor.',
		change: 'The limit.',
		source: usage,
	}),
	signature('denied', flagged('UAEX|LH|FI', 'any'), ['client', 'client', 'http_request_denied', '403, 503, or as injected'], {
		meaning: 'an authorisation filter, the local health check filter or an injected fault refused the request',
		check: 'ext_authz, health_check and fault filters.',
		change: 'That filter.',
		source: usage,
	}),
	signature('client-error', flagged('DPE|IH', 'any'), ['client', 'client', 'http_request_error', '400'], {
		meaning: 'a client sent what is no proper request',
		check: 'Which client.',
		change: 'Nothing.',
		source: usage,
	}),
	signature('client-left', flagged('DC|DR', 'any'), ['client', 'client', null, '0, or cut'], {
		meaning: 'clients went away before the end of the answer',
		check: 'How long they had waited: a round number is somebody’s time-out.',
		change: 'Mend what is slow; time-outs longer from the inside out.',
		source: usage,
	}),
	signature('ejected', /^outlier: EJECT/, ['consequence', 'health', null, '503 where it was the last'], {
		meaning: 'outlier detection took a host out',
		check: 'The type in the line: consecutive 5xx or gateway failures.',
		change: 'outlier_detection: consecutive_5xx, base_ejection_time, max_ejection_percent.',
		source: 'docs: intro/arch_overview/upstream/outlier, ejection event log',
		lifecycle: 'upstream-disabled',
	}),
	signature('reloaded', /^log: cds: added\/updated [1-9]\d* cluster/, ['life', 'process', null, 'none'], {
		meaning: 'Envoy took over clusters',
		check: 'Whether failures began here.',
		change: '',
		source: 'source/common/upstream/cds_api_helper.cc',
		lifecycle: 'reloaded',
	}),
	signature('started', /^log: .*starting workers/, ['life', 'process', null, 'none'], {
		meaning: 'Envoy started',
		check: 'Whether somebody started it anew at that time.',
		change: '',
		source: 'source/common/listener_manager/listener_manager_impl.cc: startWorkers',
	}),
	signature(
		'config-refused',
		/^log: .*(?:error (?:`.*` )?initializing config|gRPC config .* (?:rejected|closed)|Unable to establish new stream)/,
		['failure', 'start', 'proxy_configuration_error', 'the old config stays'],
		{
			meaning: 'a config was refused, or its server cannot be reached',
			check: 'The words after it.',
			change: 'The resource that it names; the xds cluster.',
			source: 'source/server/server.cc; source/extensions/config_subscription/grpc',
		},
	),
	signature(
		'crashed',
		/^log: .*(?:Caught (?:Segmentation fault|Aborted)|bad_alloc|assert failure)/,
		['failure', 'process', 'proxy_internal_error', 'cut, or reset'],
		{
			meaning: 'Envoy crashed, with all its connections',
			check: 'The backtrace below it; memory.',
			change: 'A newer version; overload_manager with a heap limit.',
			source: 'source/server/backtrace.h',
			lifecycle: 'worker-killed',
		},
	),
	quiet(
		'notes',
		/^log: (?!.*(?:starting workers|error (?:`.*` )?initializing config|gRPC config .* (?:rejected|closed)|Unable to establish new stream|Caught (?:Segmentation fault|Aborted)|bad_alloc|assert failure))(?!cds: added\/updated [1-9])|^outlier: UNEJECT/,
		'what it says as it starts and runs',
		'source/server/server.cc',
	),
];
