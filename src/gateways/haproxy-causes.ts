// What HAProxy's termination state means in the neutral vocabulary: two letters, who ended the exchange and in which phase (configuration
// manual, "Session state at disconnection"). For the connection phase, what the operating system or the TLS library said tells more.
import type {Cause} from '../timeline/cause.ts';
import type {GatewayLogEvent} from '../timeline/timeline.ts';

export interface HaproxyEnd {
	/** The first two letters of the termination state: `SC`, `sH`, `--`. */
	readonly state: string;
	readonly status: number;
	/** `<NOSRV>` where no server was up. */
	readonly server: string;
	/** Words of `bc_err_str`; null where the log has them not. */
	readonly error: string | null;
}

export function haproxyCause(end: HaproxyEnd): Cause | null {
	switch (end.state) {
		case 'SC': {
			return end.server === '<NOSRV>' ? 'destination_unavailable' : connectionCause(end.error);
		}

		case 'PR': {
			return requestCause(end.status);
		}

		default: {
			return causeByState[end.state] ?? null;
		}
	}
}

const causeByState: Readonly<Record<string, Cause>> = {
	sC: 'connection_timeout',
	// Its own resources: memory, descriptors, local ports.
	RC: 'proxy_internal_error',
	// No place at any server within `timeout queue`.
	sQ: 'connection_limit_reached',
	SH: 'connection_terminated',
	sH: 'http_response_timeout',
	// Whatever is wrong with a header section, its size too.
	PH: 'http_protocol_error',
	SD: 'http_response_incomplete',
	sD: 'connection_read_timeout',
	PD: 'http_response_transfer_coding',
	// The server was marked as down while it worked on the request.
	DC: 'destination_unavailable',
	DH: 'destination_unavailable',
	DD: 'destination_unavailable',
	cR: 'http_request_error',
	IR: 'proxy_internal_error',
	IQ: 'proxy_internal_error',
	IC: 'proxy_internal_error',
	IH: 'proxy_internal_error',
	ID: 'proxy_internal_error',
};

function connectionCause(error: string | null): Cause {
	return (error === null ? undefined : connectionErrors.find(([pattern]) => pattern.test(error))?.[1]) ?? 'connection_refused';
}

const connectionErrors: readonly (readonly [RegExp, Cause])[] = [
	[/ECONNREFUSED/, 'connection_refused'],
	[/ENETUNREACH|General socket error/, 'destination_ip_unroutable'],
	[/ECONNRESET|EPIPE/, 'connection_terminated'],
	[/certificate|CA chain/, 'tls_certificate_error'],
	[/Timeout during SSL handshake/, 'connection_timeout'],
	[/SSL/, 'tls_protocol_error'],
	[/limit|Too many|Out of|Source port|source address|ENOMEM|ENOBUFS|maxconn/, 'proxy_internal_error'],
];

/** A rule of the config, or a request that is no HTTP. The rendered config denies with 503 where its queue is full. */
function requestCause(status: number): Cause {
	return status === 503 ? 'connection_limit_reached' : status === 400 ? 'http_request_error' : 'http_request_denied';
}

export function haproxyLifecycle(text: string): NonNullable<GatewayLogEvent['lifecycle']> | null {
	return lifecycles.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}

const lifecycles: readonly (readonly [RegExp, NonNullable<GatewayLogEvent['lifecycle']>])[] = [
	[/: Reloading HAProxy/, 'reloaded'],
	[/: (?:Initializing new worker|New worker) \(\d+\)/, 'worker-started'],
	[/worker \(\d+\) exited with code 1(?:29|3\d|4\d) /, 'worker-killed'],
	[/worker \(\d+\) exited with code/, 'worker-exited'],
	[/Server \S+ is (?:going )?DOWN/, 'upstream-disabled'],
	[/reached process FD limit|reached system memory limit|maxconn reached/, 'connections-exhausted'],
];
