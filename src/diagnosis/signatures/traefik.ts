// Traefik's own log: the reason for each error of its own (at debug), which is an error of Go's packages, and what it says of health
// checks, retries and itself.
import {quiet, signature} from '../signature.ts';
import type {Signature} from '../signature.ts';
import {goErrors} from './go-errors.ts';

const proxy = 'pkg/proxy/httputil/proxy.go: ErrorHandlerWithContext, ComputeStatusCode';

export const traefik: readonly Signature[] = [
	signature('no-server', /^unserved/, ['consequence', 'health', 'destination_unavailable', '503'], {
		meaning: 'no server was left to turn to: health checks took all out, or the service has none',
		check: 'servers of the service; “Health check failed” before it; in Kubernetes: endpoints that are ready.',
		change: 'healthCheck, loadBalancer.servers; the app.',
		source: 'pkg/server/service/loadbalancer/wrr/wrr.go: errNoAvailableServer (the access log alone shows it: 503 without ServiceAddr)',
	}),
	signature('name-timeout', goErrors.nameTimeout, ['failure', 'name', 'dns_timeout', '504'], {
		meaning: 'the name service did not answer',
		check: 'The resolver that the line names.',
		change: '/etc/resolv.conf of the container; the address instead of the name.',
		source: proxy,
	}),
	signature('name-unknown', goErrors.nameUnknown, ['failure', 'name', 'dns_error', '502'], {
		meaning: 'the upstream’s name could not be looked up',
		check: 'url of the server; is the container up?',
		change: 'url of the server.',
		source: proxy,
	}),
	signature('own-resources', goErrors.ownResources, ['failure', 'connect', 'proxy_internal_error', '502'], {
		meaning: 'Traefik had no descriptor or local port left',
		check: 'Limits of the process; ss -s for TIME-WAIT.',
		change: 'ulimit; serversTransport maxIdleConnsPerHost.',
		source: proxy,
	}),
	signature('connect-refused', goErrors.connectRefused, ['failure', 'connect', 'connection_refused', '502'], {
		meaning: 'nothing listened at the upstream address',
		check: 'Is the app running, and does it listen on that address and port (loadbalancer.server.port)?',
		change: 'Start the app; url or port of the server; the retry middleware with a second server.',
		source: proxy,
	}),
	signature('connect-unroutable', goErrors.unroutable, ['failure', 'connect', 'destination_ip_unroutable', '502'], {
		meaning: 'no route led to the upstream address',
		check: 'Are Traefik and the app on one network (traefik.docker.network)?',
		change: 'traefik.docker.network, the address.',
		source: proxy,
	}),
	signature('connect-timeout', goErrors.connectTimeout, ['failure', 'connect', 'connection_timeout', '504'], {
		meaning: 'packets to the upstream address were answered by nobody',
		check: 'Is the host up, does a firewall drop packets, is it an address of another network (traefik.docker.network)?',
		change: 'serversTransport forwardingTimeouts.dialTimeout; traefik.docker.network.',
		source: proxy,
	}),
	signature('header-too-big', goErrors.headerTooBig, ['failure', 'headers', 'http_response_header_section_size', '502 or 500'], {
		meaning: 'the answer’s headers are larger than the limit',
		check: 'Which headers are large.',
		change: 'Fewer or smaller headers: Traefik’s limit is Go’s (10 MiB).',
		source: proxy,
	}),
	signature('tls-certificate', goErrors.tlsCertificate, ['failure', 'tls', 'tls_certificate_error', '500 or 502'], {
		meaning: 'the upstream’s certificate is not trusted, has run out, or is for another name',
		check: 'The words after x509.',
		change: 'serversTransport rootCAs, serverName; insecureSkipVerify only knowingly.',
		source: proxy,
	}),
	signature('tls-alert', goErrors.tlsAlert, ['failure', 'tls', 'tls_alert_received', '500 or 502'], {
		meaning: 'the upstream refused the TLS handshake with an alert',
		check: 'The alert’s name.',
		change: 'serversTransport serverName, certificates.',
		source: proxy,
	}),
	signature('tls-failed', goErrors.tlsFailed, ['failure', 'tls', 'tls_protocol_error', '500 or 502'], {
		meaning: 'the TLS handshake with the upstream failed',
		check: 'openssl s_client -connect HOST:PORT; is it a plain port?',
		change: 'scheme of the server (http, https, h2c).',
		source: proxy,
	}),
	signature('write-timeout', goErrors.writeTimeout, ['failure', 'send', 'connection_write_timeout', '504'], {
		meaning: 'the app did not read the request',
		check: 'Is the app frozen, or does it read bodies late?',
		change: 'The app.',
		source: proxy,
	}),
	signature('response-timeout', goErrors.responseTimeout, ['failure', 'headers', 'http_response_timeout', '504'], {
		meaning: 'the app did not begin its answer in time',
		check: 'What the app waits for.',
		change: 'Mend what is slow; only then forwardingTimeouts.responseHeaderTimeout of the serversTransport.',
		source: proxy,
	}),
	signature('malformed', goErrors.malformed, ['failure', 'headers', 'http_protocol_error', '500 or 502'], {
		meaning: 'what answered is no proper HTTP',
		check: 'Which program listens on that port.',
		change: 'port and scheme of the server; the app’s headers.',
		source: proxy,
	}),
	signature('terminated', goErrors.terminated, ['failure', 'headers', 'connection_terminated', '502'], {
		meaning: 'the app closed or reset the connection before it answered',
		check: 'Crashes and restarts; only after idle time: the app’s keep-alive time-out.',
		change: 'forwardingTimeouts.idleConnTimeout below the app’s; the retry middleware.',
		source: proxy,
	}),
	signature('client-left', goErrors.clientLeft, ['client', 'client', null, '499'], {
		meaning: 'clients went away before the answer',
		check: 'How long they had waited.',
		change: 'Mend what is slow; respondingTimeouts longer than the app needs.',
		source: proxy,
	}),
	signature('body-timeout', goErrors.bodyTimeout, ['failure', 'body', 'connection_read_timeout', 'cut, logged as 200'], {
		meaning: 'the app stalled in the middle of an answer',
		check: 'Streams with long silences.',
		change: 'readTimeout; heartbeats.',
		source: 'Go’s net/http/httputil: ReverseProxy.ServeHTTP',
	}),
	signature('bad-chunk', goErrors.bodyChunk, ['failure', 'body', 'http_response_transfer_coding', 'cut, logged as 200'], {
		meaning: 'the body’s chunks are malformed',
		check: 'Does the app write to the socket beside its HTTP library?',
		change: 'Mend the app.',
		source: 'Go’s net/http/httputil: ReverseProxy.ServeHTTP',
	}),
	signature('cut-body', goErrors.bodyCut, ['failure', 'body', 'http_response_incomplete', 'cut, logged as 200'], {
		meaning: 'the app’s connection ended in the middle of an answer',
		check: 'Crashes, restarts and write time-outs of the app.',
		change: 'Graceful stops of the app.',
		source: 'Go’s net/http/httputil: ReverseProxy.ServeHTTP',
	}),
	signature('server-down', /^log: Setting status of \S+ to DOWN/, ['consequence', 'health', null, 'none while others are up'], {
		meaning: 'a server was taken out by its health check',
		check: '“Health check failed” beside it has the reason.',
		change: 'healthCheck path, interval, timeout.',
		source: 'pkg/server/service/loadbalancer/wrr/wrr.go: SetStatus',
		lifecycle: 'upstream-disabled',
	}),
	signature('health-failed', /^log: Health check failed/, ['consequence', 'health', null, 'none while others are up'], {
		meaning: 'a health check failed',
		check: 'The error in the line.',
		change: 'healthCheck path, interval, timeout; the app.',
		source: 'pkg/healthcheck/healthcheck.go: executeHealthCheck',
	}),
	signature('retried', /^log: New attempt \d+ for request/, ['strain', 'connect', null, 'none where the retry was good'], {
		meaning: 'a request was tried again',
		check: 'Why the first try failed, in the line before.',
		change: 'attempts of the retry middleware.',
		source: 'pkg/middlewares/retry/retry.go: listener',
	}),
	signature(
		'stopping',
		/^log: (?:Stopping server gracefully|I have to go|Waiting \S+ seconds before killing connections)/,
		['life', 'process', null, 'none, or cut after graceTimeOut'],
		{
			meaning: 'Traefik was stopped',
			check: 'Whether it was meant to be.',
			change: 'entryPoint transport.lifeCycle: requestAcceptGraceTimeout, graceTimeOut.',
			source: 'pkg/server/server.go: Start; server_entrypoint_tcp.go: Shutdown',
		},
	),
	signature(
		'provider-failed',
		/^log: (?:Provider error|Cannot connect to [Pp]rovider|Error while building configuration|Error occurred during)/,
		['failure', 'start', 'proxy_configuration_error', 'the old config stays'],
		{
			meaning: 'a provider could not give a config',
			check: 'The error in the line: a file that is no YAML, an API that refuses.',
			change: 'That file, or the provider’s rights.',
			source: 'pkg/provider/*: Provide',
		},
	),
	signature('reloaded', /^reloaded/, ['life', 'process', null, 'none'], {
		meaning: 'Traefik took over a new config',
		check: 'Whether failures began here.',
		change: '',
		source: 'pkg/server/configurationwatcher.go: “Configuration received” after the first',
		lifecycle: 'reloaded',
	}),
	signature('started', /^log: Traefik version/, ['life', 'process', null, 'none'], {
		meaning: 'Traefik started',
		check: 'Whether somebody started it anew at that time.',
		change: '',
		source: 'cmd/traefik/traefik.go: runCmd',
	}),
	quiet(
		'notes',
		/^log: (?!(?:Setting status of \S+ to DOWN|Health check failed|New attempt|Stopping server gracefully|I have to go|Waiting \S+ seconds|Provider error|Cannot connect to [Pp]rovider|Error while building|Error occurred during|Traefik version))/,
		'what it says as it starts and runs',
		'cmd/traefik/traefik.go',
	),
];
