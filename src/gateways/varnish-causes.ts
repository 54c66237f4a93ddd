// What Varnish's FetchErrors mean in the neutral vocabulary. The texts are of 7.7: cache_backend.c, cache_http1_fetch.c, cache_http1_vfp.c.
import type {Cause} from '../timeline/cause.ts';

/** `errors`: the FetchErrors of one try, in order. A body that stalls, or is reset, has two: the reason, and that bytes are missing. */
export function varnishCause(errors: readonly string[]): Cause | null {
	for (const [pattern, cause] of patterns) {
		if (errors.some((error) => pattern.test(error))) {
			return cause;
		}
	}

	return null;
}

const patterns: readonly (readonly [RegExp, Cause])[] = [
	[/fail errno 111 /, 'connection_refused'],
	[/fail errno 110 /, 'connection_timeout'],
	[/fail errno (?:101|113) /, 'destination_ip_unroutable'],
	[/fail errno (?:103|104) /, 'connection_terminated'],
	// Held down after an earlier failure: no connection was tried.
	[/fail errno 0 /, 'destination_unavailable'],
	// Local ports, descriptors and memory are its own resources.
	[/fail errno|Could not get storage|orkspace|thread/, 'proxy_internal_error'],
	[/: busy$/, 'connection_limit_reached'],
	[/: unhealthy$|^No backend|returned no backend/, 'destination_unavailable'],
	[/^first byte timeout/, 'http_response_timeout'],
	[/write error: .*(?:timed out|temporarily unavailable)/, 'connection_write_timeout'],
	[/write error/, 'connection_terminated'],
	// The time-out between two bytes, in the words of the operating system.
	[/^Resource temporarily unavailable/, 'connection_read_timeout'],
	[/^(?:HTC )?overflow/, 'http_response_header_section_size'],
	[/^HTC eof/, 'connection_terminated'],
	[/^(?:HTC timeout|HTC idle|between bytes timeout)/, 'http_response_timeout'],
	[/^chunked (?:read err|tail no data|.*eof)/, 'http_response_incomplete'],
	[/^chunked /, 'http_response_transfer_coding'],
	[/insufficient bytes|^eof socket fail/, 'http_response_incomplete'],
	[/^http format error|^HTC |Body cannot be fetched|^Invalid |^Illegal /, 'http_protocol_error'],
];
