// What Traefik's own words mean in the neutral vocabulary: the errors of Go's network and HTTP packages, as it passes them on.
import type {Cause} from '../timeline/cause.ts';

export function traefikCause(error: string): Cause | null {
	// The client has gone, and with it the wish to know.
	return /context canceled/.test(error) ? null : (patterns.find(([pattern]) => pattern.test(error))?.[1] ?? null);
}

const patterns: readonly (readonly [RegExp, Cause])[] = [
	[/body copy: .*(?:malformed chunked|invalid byte in chunk|chunk length|invalid chunk|too many leading)/, 'http_response_transfer_coding'],
	[/body copy: /, 'http_response_incomplete'],
	[/lookup \S+.*(?:i\/o timeout|deadline exceeded)/, 'dns_timeout'],
	[/lookup \S+|no such host/, 'dns_error'],
	[/connection refused/, 'connection_refused'],
	[/no route to host|network is unreachable|host is unreachable/, 'destination_ip_unroutable'],
	[/dial \S+ \S+ i\/o timeout|dial \S+ \S+ connect: connection timed out/, 'connection_timeout'],
	[/timeout awaiting response headers/, 'http_response_timeout'],
	[/write \S+ .*i\/o timeout/, 'connection_write_timeout'],
	[/cannot assign requested address|too many open files/, 'proxy_internal_error'],
	[/x509:|certificate/, 'tls_certificate_error'],
	[/remote error: tls/, 'tls_alert_received'],
	[/tls:/, 'tls_protocol_error'],
	[/response headers exceeded/, 'http_response_header_section_size'],
	[
		/malformed|invalid (?:header|response)|unsupported transfer encoding|too many transfer encodings|(?:bad|invalid|multiple) Content-Length/i,
		'http_protocol_error',
	],
	[/\bEOF\b|connection reset by peer|broken pipe|server closed idle connection|transport connection broken/, 'connection_terminated'],
];
