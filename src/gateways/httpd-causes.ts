// What httpd's AH codes and errno texts mean in the neutral vocabulary. Texts: modules/proxy/*.c of 2.4; the first pattern that
// matches counts.
import type {Cause} from '../timeline/cause.ts';
import type {GatewayLogEvent} from '../timeline/timeline.ts';

/** `text` is a line from its AH code or its errno on: `(111)Connection refused: AH00957: http: attempt to connect to ...`. */
export function httpdCause(text: string): Cause | null {
	return patterns.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}

const timedOut = String.raw`^\((?:70007|110)\)[^:]*: `;

const patterns: readonly (readonly [RegExp, Cause])[] = [
	[/^\(111\)[^:]*: AH0(?:0957|2454):/, 'connection_refused'],
	[/^\((?:101|113)\)[^:]*: AH00957:/, 'destination_ip_unroutable'],
	[new RegExp(`${timedOut}AH00957:`), 'connection_timeout'],
	[/^\((?:103|104)\)[^:]*: AH00957:/, 'connection_terminated'],
	[/^\((?:2|13)\)[^:]*: AH02454:/, 'destination_unavailable'],
	// Out of ports or descriptors of its own.
	[/^\((?:99|24|23)\)[^:]*: AH0095[27]:/, 'proxy_internal_error'],
	[new RegExp(`${timedOut}AH(?:01102|10404):`), 'http_response_timeout'],
	[/AH(?:01102|10404):/, 'connection_terminated'],
	[new RegExp(`${timedOut}AH01110:`), 'connection_read_timeout'],
	[/AH01110:/, 'http_response_incomplete'],
	[new RegExp(`${timedOut}AH(?:01084|10154):`), 'connection_write_timeout'],
	[/AH(?:01084|10154):/, 'connection_terminated'],
	[/AH10124:/, 'http_response_header_section_size'],
	[/AH00898: DNS lookup failure/, 'dns_error'],
	[/AH00898: Corrupt status line|AH00898: Malformed connection header|AH00898: Unexpected Upgrade/, 'http_protocol_error'],
	[/AH00961:|AH00898: Error during SSL Handshake/, 'tls_protocol_error'],
	[/AH00941:/, 'connection_limit_reached'],
	[/AH00940:|AH0116[67]:|AH0117[01]:/, 'destination_unavailable'],
];

/**
 * A line that says again what the same thread's line before it said, and names a cause of its own only where that one named none:
 * a member that another thread took out meanwhile, a header line that is none.
 */
export function httpdEcho(text: string): Cause | null {
	return echoes.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}

const echoes: readonly (readonly [RegExp, Cause])[] = [
	[/AH01114:/, 'destination_unavailable'],
	[/AH01097:/, 'connection_terminated'],
	[/AH01106:/, 'http_protocol_error'],
];

export function httpdLifecycle(text: string): NonNullable<GatewayLogEvent['lifecycle']> | null {
	return lifecycles.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}

const lifecycles: readonly (readonly [RegExp, NonNullable<GatewayLogEvent['lifecycle']>])[] = [
	[/AH00493: SIGUSR1 received/, 'reloaded'],
	[/AH0005[12]: child pid \d+ exit signal/, 'worker-killed'],
	[/AH00959:|AH03303:/, 'upstream-disabled'],
	[/AH00(?:484|485|286|161|288):/, 'connections-exhausted'],
];
