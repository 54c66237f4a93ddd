// Caddy's log: the errors of its reverse proxy, which are those of Go's packages, and what it says of health checks and of itself.
import {quiet, signature} from '../signature.ts';
import type {Signature} from '../signature.ts';
import {goErrors} from './go-errors.ts';

const proxy = 'modules/caddyhttp/reverseproxy/reverseproxy.go';
const health = 'modules/caddyhttp/reverseproxy/healthchecks.go';
const net = `Go’s net and net/http, passed on by ${proxy}: statusError`;

export const caddy: readonly Signature[] = [
	signature('no-upstreams', /^error: .*no upstreams available/, ['consequence', 'health', 'destination_unavailable', '503'], {
		meaning: 'no upstream was available: all failed before, or are at their limit',
		check: 'What failed before, within fail_duration.',
		change: 'fail_duration, max_fails, unhealthy_request_count, lb_try_duration; the app.',
		source: `${proxy}: errNoUpstream`,
	}),
	signature('source-timeout', /^log: upstream source returned error: .*i\/o timeout/, ['failure', 'name', 'dns_timeout', '503'], {
		meaning: 'the name service did not answer, and a dynamic upstream had no address',
		check: 'The resolver that the line names.',
		change: 'resolvers and dial_timeout in dynamic a or dynamic srv; the name service.',
		source: 'modules/caddyhttp/reverseproxy/upstreams.go: MultiUpstreams.GetUpstreams',
	}),
	signature('source-lookup', /^log: upstream source returned error: (?!.*i\/o timeout).*lookup /, ['failure', 'name', 'dns_error', '503'], {
		meaning: 'the name of a dynamic upstream could not be resolved',
		check: 'The name, and the resolver that the line names.',
		change: 'The name in dynamic a or dynamic srv; resolvers.',
		source: 'modules/caddyhttp/reverseproxy/upstreams.go: MultiUpstreams.GetUpstreams',
	}),
	signature('name-timeout', goErrors.nameTimeout, ['failure', 'name', 'dns_timeout', '502'], {
		meaning: 'the name service did not answer',
		check: 'The resolver that the line names.',
		change: 'resolvers of the transport or of dynamic a; /etc/resolv.conf.',
		source: net,
	}),
	signature('name-unknown', goErrors.nameUnknown, ['failure', 'name', 'dns_error', '502'], {
		meaning: 'the upstream’s name could not be looked up',
		check: 'The name in reverse_proxy; is the container up?',
		change: 'The name; dynamic a with a short refresh.',
		source: net,
	}),
	signature('own-resources', goErrors.ownResources, ['failure', 'connect', 'proxy_internal_error', '502'], {
		meaning: 'Caddy had no descriptor or local port left',
		check: 'Limits of the process; ss -s for TIME-WAIT.',
		change: 'LimitNOFILE; keepalive_idle_conns_per_host of the transport.',
		source: net,
	}),
	signature('connect-refused', goErrors.connectRefused, ['failure', 'connect', 'connection_refused', '502'], {
		meaning: 'nothing listened at the upstream address',
		check: 'Is the app running, and does it listen on that address and port?',
		change: 'Start the app; the address in reverse_proxy; a second upstream with lb_try_duration.',
		source: net,
	}),
	signature('socket-missing', goErrors.socketMissing, ['failure', 'connect', 'destination_unavailable', '502'], {
		meaning: 'the Unix socket of the upstream does not exist, or may not be opened',
		check: 'The path behind unix/, the same mount in both, and owner and mode of the socket and of the folders above it.',
		change: 'The path in reverse_proxy, or where the app makes its socket, and for whom.',
		source: net,
	}),
	signature('socket-queue-full', goErrors.socketQueueFull, ['failure', 'connect', 'connection_limit_reached', '502'], {
		meaning: 'the accept queue of the upstream’s Unix socket was full',
		check: 'Are all workers of the app busy, and on what?',
		change: 'Mend what is slow; more workers (pm.max_children); the backlog of the app (listen.backlog), with net.core.somaxconn.',
		source: net,
	}),
	signature('connect-unroutable', goErrors.unroutable, ['failure', 'connect', 'destination_ip_unroutable', '502'], {
		meaning: 'no route led to the upstream address',
		check: 'Does the address still belong to the app?',
		change: 'The address; dynamic a.',
		source: net,
	}),
	signature('connect-timeout', goErrors.connectTimeout, ['failure', 'connect', 'connection_timeout', '502'], {
		meaning: 'packets to the upstream address were answered by nobody',
		check: 'Is the host up, does a firewall drop packets, is the accept queue full?',
		change: 'dial_timeout of the transport (3 s by default); lb_try_duration.',
		source: net,
	}),
	signature('header-too-big', goErrors.headerTooBig, ['failure', 'headers', 'http_response_header_section_size', '502'], {
		meaning: 'the answer’s headers are larger than the limit',
		check: 'Which headers are large: cookies, tokens?',
		change: 'max_response_header of the transport.',
		source: net,
	}),
	signature('tls-certificate', goErrors.tlsCertificate, ['failure', 'tls', 'tls_certificate_error', '502'], {
		meaning: 'the upstream’s certificate is not trusted, has run out, or is for another name',
		check: 'The words after x509.',
		change: 'tls_trust_pool, tls_server_name of the transport.',
		source: net,
	}),
	signature('tls-alert', goErrors.tlsAlert, ['failure', 'tls', 'tls_alert_received', '502'], {
		meaning: 'the upstream refused the TLS handshake with an alert',
		check: 'The alert’s name; does the app ask for a client’s certificate, or for SNI?',
		change: 'tls_server_name, tls_client_auth of the transport.',
		source: net,
	}),
	signature('tls-failed', goErrors.tlsFailed, ['failure', 'tls', 'tls_protocol_error', '502'], {
		meaning: 'the TLS handshake with the upstream failed; “first record does not look like a TLS handshake” means a plain port',
		check: 'openssl s_client -connect HOST:PORT.',
		change: 'http:// instead of https:// in reverse_proxy, or the TLS port.',
		source: net,
	}),
	signature('write-timeout', goErrors.writeTimeout, ['failure', 'send', 'connection_write_timeout', '502'], {
		meaning: 'the app did not read the request',
		check: 'Is the app frozen, or does it read bodies late?',
		change: 'write_timeout of the transport.',
		source: net,
	}),
	signature('response-timeout', goErrors.responseTimeout, ['failure', 'headers', 'http_response_timeout', '504 or 502'], {
		meaning: 'the app did not begin its answer in time',
		check: 'What the app waits for.',
		change: 'Mend what is slow; only then response_header_timeout or read_timeout of the transport.',
		source: net,
	}),
	signature('malformed', goErrors.malformed, ['failure', 'headers', 'http_protocol_error', '502'], {
		meaning: 'what answered is no proper HTTP',
		check: 'Which program listens on that port; the words that the line quotes.',
		change: 'The port, or transport fastcgi; the app’s headers.',
		source: net,
	}),
	signature('terminated', goErrors.terminated, ['failure', 'headers', 'connection_terminated', '502'], {
		meaning: 'the app closed or reset the connection before it answered',
		check: 'Crashes and restarts; only after idle time: the app’s keep-alive time-out.',
		change: 'keepalive of the transport below the app’s; lb_retries, lb_retry_match.',
		source: net,
	}),
	signature('client-left', goErrors.clientLeft, ['client', 'client', null, '499'], {
		meaning: 'clients went away before the answer',
		check: 'How long they had waited.',
		change: 'Mend what is slow; time-outs longer from the inside out.',
		source: net,
	}),
	signature('body-timeout', goErrors.bodyTimeout, ['failure', 'body', 'connection_read_timeout', 'cut, logged as 200'], {
		meaning: 'the app stalled in the middle of an answer',
		check: 'Streams with long silences, or an app that hangs half-way.',
		change: 'read_timeout of the transport; heartbeats.',
		source: `${proxy}: finalizeResponse`,
	}),
	signature('bad-chunk', goErrors.bodyChunk, ['failure', 'body', 'http_response_transfer_coding', 'cut, logged as 200'], {
		meaning: 'the body’s chunks are malformed',
		check: 'Does the app write to the socket beside its HTTP library?',
		change: 'Mend the app.',
		source: `${proxy}: finalizeResponse`,
	}),
	signature('cut-body', goErrors.bodyCut, ['failure', 'body', 'http_response_incomplete', 'cut, logged as 200'], {
		meaning: 'the app’s connection ended in the middle of an answer',
		check: 'Crashes, restarts and write time-outs of the app.',
		change: 'Graceful stops of the app.',
		source: `${proxy}: finalizeResponse`,
	}),
	signature(
		'health-failed',
		/^log: (?:HTTP request failed|unexpected status code|status code out of tolerances|response body failed expectations)/,
		['consequence', 'health', null, '503 where it was the last'],
		{
			meaning: 'an active health check failed',
			check: 'The error or status in the line.',
			change: 'health_uri, health_timeout, health_fails.',
			source: `${health}: doActiveHealthCheck`,
			lifecycle: 'upstream-disabled',
		},
	),
	signature('health-up', /^log: host is up/, ['life', 'health', null, 'none'], {
		meaning: 'an upstream is back',
		check: '',
		change: '',
		source: `${health}: doActiveHealthCheck`,
	}),
	signature('srv-cached', /^log: SRV lookup failed; using previously cached/, ['strain', 'name', 'dns_error', 'none yet'], {
		meaning: 'an SRV record could not be looked up, and the last known addresses are used',
		check: 'The name service.',
		change: 'grace_period and resolvers of dynamic srv.',
		source: 'modules/caddyhttp/reverseproxy/upstreams.go: SRVUpstreams.GetUpstreams',
	}),
	signature('unlimited-buffering', /UNLIMITED BUFFERING/, ['strain', 'memory', null, 'none yet'], {
		meaning: 'buffering has no limit, so large bodies can use up the memory',
		check: 'request_buffers and response_buffers.',
		change: 'A limit for them.',
		source: `${proxy}: Provision`,
	}),
	signature('reloaded', /^log: load complete/, ['life', 'process', null, 'none'], {
		meaning: 'Caddy took over a new config',
		check: 'Whether failures began here.',
		change: '',
		source: 'caddyconfig/load.go: handleLoad',
		lifecycle: 'reloaded',
	}),
	signature('started', /^log: serving initial configuration/, ['life', 'process', null, 'none'], {
		meaning: 'Caddy started',
		check: 'Whether somebody started it anew at that time.',
		change: '',
		source: 'cmd/commandfuncs.go: cmdRun',
	}),
	signature(
		'stopping',
		/^log: (?:shutting down|shutdown complete|exiting; byeee)/,
		['life', 'process', null, 'none, or cut after grace_period'],
		{
			meaning: 'Caddy was stopped',
			check: 'Whether it was meant to be.',
			change: 'grace_period.',
			source: 'caddy.go: exitProcess; sigtrap_posix.go',
		},
	),
	quiet(
		'notes',
		/^log: (?!(?:HTTP request failed|upstream source returned error: .*(?:lookup|i\/o timeout)|unexpected status code|status code out of tolerances|response body failed expectations|host is up|SRV lookup failed|UNLIMITED BUFFERING|load complete|serving initial configuration|shutting down|shutdown complete|exiting; byeee))/,
		'what it says as it starts and runs',
		'caddy.go',
	),
];
