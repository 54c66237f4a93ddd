// What Caddy's errors, which are those of Go's HTTP transport, mean in the neutral vocabulary. The first pattern that matches counts.
import type {Cause} from '../timeline/cause.ts';

/** For an error before the answer's headers were passed on. */
export function caddyCause(error: string): Cause | null {
	return causeIn(beforeHeaders, error);
}

/** For an error while the answer's body was passed on. */
export function caddyBodyCause(error: string): Cause | null {
	return causeIn(duringBody, error);
}

type Patterns = readonly (readonly [RegExp, Cause])[];

function causeIn(patterns: Patterns, error: string): Cause | null {
	return patterns.find(([pattern]) => pattern.test(error))?.[1] ?? null;
}

const beforeHeaders: Patterns = [
	[/no upstreams available/, 'destination_unavailable'],
	[/lookup \S+.*(?:i\/o timeout|Temporary failure)/, 'dns_timeout'],
	[/lookup \S+/, 'dns_error'],
	[/socket: too many open files|cannot assign requested address/, 'proxy_internal_error'],
	[/connect: connection refused/, 'connection_refused'],
	[/connect: (?:no route to host|network is unreachable)/, 'destination_ip_unroutable'],
	[/dial \w+ \S+: (?:i\/o timeout|connect: connection timed out)/, 'connection_timeout'],
	[/dial \w+ \S+: connect: connection reset/, 'connection_terminated'],
	[/server response headers exceeded/, 'http_response_header_section_size'],
	[/x509:/, 'tls_certificate_error'],
	[/remote error: tls:/, 'tls_alert_received'],
	[/tls:|TLS handshake|gave HTTP response to HTTPS client/, 'tls_protocol_error'],
	[/write \w+ \S+: i\/o timeout/, 'connection_write_timeout'],
	[/timeout awaiting response headers|read \w+ \S+: i\/o timeout/, 'http_response_timeout'],
	[
		/transport connection broken: malformed|malformed (?:HTTP|MIME)|unsupported transfer encoding|(?:bad|multiple) Content-Length|too many transfer encodings|too many 1xx/,
		'http_protocol_error',
	],
	[/\bEOF$|connection reset by peer|broken pipe|server closed idle connection|use of closed network connection/, 'connection_terminated'],
];

const duringBody: Patterns = [
	[/read \w+ \S+: i\/o timeout/, 'connection_read_timeout'],
	[/chunk/, 'http_response_transfer_coding'],
	[/\bEOF$|read \w+ \S+: (?:read: connection reset by peer|use of closed network connection)/, 'http_response_incomplete'],
];
