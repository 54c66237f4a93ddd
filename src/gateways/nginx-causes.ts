// What nginx's own words mean in the neutral vocabulary. The texts come from ngx_http_upstream.c, ngx_event_connect.c and
// ngx_http_upstream_round_robin.c; the first pattern that matches counts.
import type {Cause} from '../timeline/cause.ts';
import type {GatewayLogEvent} from '../timeline/timeline.ts';

export function nginxCause(text: string): Cause | null {
	return patterns.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}

const patterns: readonly (readonly [RegExp, Cause])[] = [
	[/no live upstreams while connecting to upstream/, 'destination_unavailable'],
	[/connect\(\) (?:to \S+ )?failed \(111:/, 'connection_refused'],
	[/connect\(\) (?:to \S+ )?failed \((?:101|113):/, 'destination_ip_unroutable'],
	[/connect\(\) (?:to \S+ )?failed \((?:103|104):.*while connecting to upstream/, 'connection_terminated'],
	[/connect\(\) to unix:\S+ failed \((?:2|13):/, 'destination_unavailable'],
	[/connect\(\) to unix:\S+ failed \(11:/, 'connection_limit_reached'],
	// Out of ephemeral ports, descriptors or connections: nginx's own resources.
	[/\((?:99: Cannot assign requested address|24: Too many open files)\)|worker_connections are not enough/, 'proxy_internal_error'],
	[/timed out \(\d+:[^)]*\) while (?:connecting|SSL handshaking) to upstream/, 'connection_timeout'],
	[/timed out \(\d+:[^)]*\) while sending request to upstream/, 'connection_write_timeout'],
	[/timed out \(\d+:[^)]*\) while reading response header from upstream/, 'http_response_timeout'],
	[/timed out \(\d+:[^)]*\) while reading upstream/, 'connection_read_timeout'],
	[/upstream sent too big header/, 'http_response_header_section_size'],
	[/upstream sent invalid chunked response/, 'http_response_transfer_coding'],
	[/upstream sent (?:no valid HTTP|invalid|duplicate header line|unknown "Transfer-Encoding"|"Content-Length" and)/, 'http_protocol_error'],
	[
		/prematurely closed connection while reading upstream|(?:recv|readv)\(\) failed \((?:32|104):[^)]*\) while reading upstream/,
		'http_response_incomplete',
	],
	[/prematurely closed connection while (?:reading response header from|sending request to) upstream/, 'connection_terminated'],
	[/\w+\(\) failed \((?:32|104):[^)]*\) while (?:reading response header from|sending request to) upstream/, 'connection_terminated'],
	[/upstream SSL certificate (?:verify error|does not match)/, 'tls_certificate_error'],
	[/SSL_do_handshake\(\) failed .*alert/, 'tls_alert_received'],
	[/SSL_do_handshake\(\) failed|peer closed connection in SSL handshake/, 'tls_protocol_error'],
	[/could not be resolved \(110:/, 'dns_timeout'],
	[/could not be resolved|no resolver defined/, 'dns_error'],
];

export function nginxLifecycle(text: string): NonNullable<GatewayLogEvent['lifecycle']> | null {
	return lifecycles.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}

const lifecycles: readonly (readonly [RegExp, NonNullable<GatewayLogEvent['lifecycle']>])[] = [
	[/reconfiguring$/, 'reloaded'],
	[/^start worker process \d+/, 'worker-started'],
	[/worker process \d+ exited on signal/, 'worker-killed'],
	[/worker process \d+ exited with code/, 'worker-exited'],
	[/upstream server temporarily disabled/, 'upstream-disabled'],
	[/worker_connections are not enough/, 'connections-exhausted'],
];
