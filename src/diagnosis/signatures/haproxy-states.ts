// HAProxy's termination states: two letters, who ended a request and in which phase (configuration manual, "Session state at
// disconnection"). They are tried as `SC 503 app1 ECONNREFUSED …`: state, status, server, `unix` where that is a Unix socket, error.
import {signature} from '../signature.ts';
import type {Signature} from '../signature.ts';

const manual = 'configuration manual, 8.5 Session state at disconnection';
const own = /limit|Too many|Out of|Source port|source address|ENOMEM|ENOBUFS|maxconn/.source;
const tls = /certificate|CA chain|SSL/.source;
const words = `ENETUNREACH|General socket error|ECONNRESET|EPIPE|${tls}|${own}`;

export const haproxyStates: readonly Signature[] = [
	signature('no-server', /^SC \S+ <NOSRV>/, ['consequence', 'health', 'destination_unavailable', '503'], {
		meaning: 'no server of the backend was up',
		check: 'The lines “Server … is DOWN” before it and their reasons; show servers state.',
		change: 'The servers; check, rise, fall, on-error; a backup server.',
		source: manual,
	}),
	signature('connect-refused', new RegExp(`^SC \\S+ (?!<NOSRV>)(?!.*(?:${words}))`), ['failure', 'connect', 'connection_refused', '503'], {
		meaning: 'the server refused the connection',
		check: 'Is the app running, and does it listen on that address and port?',
		change:
			'Start the app; the address in the server line; option redispatch and retries with a second server; check so that it is taken out.',
		source: manual,
	}),
	signature(
		'connect-unroutable',
		/^SC \S+ (?!<NOSRV>)\S+ (?!unix ).*(?:ENETUNREACH|General socket error)/,
		['failure', 'connect', 'destination_ip_unroutable', '503'],
		{
			meaning: 'no route led to the server',
			check: 'Does the address still belong to the app?',
			change: 'resolvers with hold valid, and init-addr, so that a new address is taken over.',
			source: `${manual}; src/connection.c: conn_err_code_str`,
		},
	),
	signature(
		'socket-unreachable',
		/^SC \S+ (?!<NOSRV>)\S+ unix General socket error/,
		['failure', 'connect', 'destination_unavailable', '503'],
		{
			meaning: 'the Unix socket of the server is missing, closed to HAProxy, or nobody listens behind it',
			check: 'Path, owner and mode of the socket and of the folders above it, as HAProxy sees them (chroot); does the app run?',
			change: 'The path in the server line, or where the app makes its socket, and for whom.',
			source: `${manual}; src/proto_uxst.c: uxst_connect_server`,
		},
	),
	signature(
		'socket-queue-full',
		/^SC \S+ (?!<NOSRV>)\S+ unix Out of local source ports/,
		['failure', 'connect', 'connection_limit_reached', '503'],
		{
			meaning: 'the accept queue of the server’s Unix socket was full: HAProxy says so as if it had no port left',
			check: 'Are all workers of the app busy, and on what?',
			change: 'Mend what is slow; more workers (pm.max_children); the backlog of the app (listen.backlog), with net.core.somaxconn.',
			source: `${manual}; src/proto_uxst.c: uxst_connect_server`,
		},
	),
	signature('connect-reset', /^SC \S+ (?!<NOSRV>).*(?:ECONNRESET|EPIPE)/, ['failure', 'connect', 'connection_terminated', '503'], {
		meaning: 'the connection was reset while it was being made',
		check: 'What stands between HAProxy and the server.',
		change: 'retries and option redispatch; mend what stands between.',
		source: `${manual}; src/connection.c: conn_err_code_str`,
	}),
	signature('tls-certificate', /^SC \S+ (?!<NOSRV>).*(?:certificate|CA chain)/, ['failure', 'tls', 'tls_certificate_error', '503'], {
		meaning: 'the server’s certificate is not trusted, or has run out',
		check: 'openssl s_client -servername NAME -verify_return_error.',
		change: 'ca-file, verifyhost and sni of the server line.',
		source: `${manual}; src/connection.c: conn_err_code_str`,
	}),
	signature('tls-timeout', /^SC \S+ (?!<NOSRV>).*Timeout during SSL handshake/, ['failure', 'tls', 'connection_timeout', '503'], {
		meaning: 'the TLS handshake with the server did not end in time',
		check: 'Does the port speak TLS?',
		change: 'ssl of the server line, timeout connect.',
		source: `${manual}; src/connection.c: conn_err_code_str`,
	}),
	signature(
		'tls-failed',
		/^SC \S+ (?!<NOSRV>)(?!.*(?:certificate|CA chain|Timeout during SSL)).*SSL/,
		['failure', 'tls', 'tls_protocol_error', '503'],
		{
			meaning: 'the TLS handshake with the server failed',
			check: 'openssl s_client; ssl-min-ver and ciphers of both sides; does the server need SNI?',
			change: 'ssl, sni, ssl-min-ver of the server line.',
			source: `${manual}; src/connection.c: conn_err_code_str`,
		},
	),
	signature(
		'connect-own-limit',
		new RegExp(`^SC \\S+ (?!<NOSRV>)(?!.*(?:${tls}|ENETUNREACH|ECONNRESET|unix Out of local source ports)).*(?:${own})`),
		['failure', 'connect', 'proxy_internal_error', '503'],
		{
			meaning: 'HAProxy had no descriptor, port or memory left to connect with',
			check: 'show info: Maxsock, CurrConns; ss -s for TIME-WAIT.',
			change: 'maxconn, ulimit-n; http-reuse and pool-max-conn; source with a port range.',
			source: `${manual}; src/connection.c: conn_err_code_str`,
		},
	),
	signature('connect-timeout', /^sC /, ['failure', 'connect', 'connection_timeout', '503'], {
		meaning: 'packets to the server were answered by nobody',
		check: 'Is the host up, does a firewall drop packets, is the accept queue full?',
		change: 'timeout connect, retries, option redispatch; backlog of the app.',
		source: manual,
	}),
	signature('local-resource', /^RC /, ['failure', 'connect', 'proxy_internal_error', '503'], {
		meaning: 'HAProxy ran out of local ports, descriptors or memory',
		check: 'The line “Connect() failed for backend …: no free ports”; show info.',
		change: 'ulimit-n, maxconn, net.ipv4.ip_local_port_range, http-reuse.',
		source: manual,
	}),
	signature('closed-before-headers', /^SH /, ['failure', 'headers', 'connection_terminated', '502'], {
		meaning: 'the server closed or reset the connection before its headers were whole',
		check: 'Crashes and restarts of the app; does it close kept-alive connections first?',
		change:
			'retry-on empty-response conn-failure (idempotent requests only); pool-purge-delay below the app’s idle time-out; http-reuse safe.',
		source: manual,
	}),
	signature('response-timeout', /^sH /, ['failure', 'headers', 'http_response_timeout', '504'], {
		meaning: 'the server did not begin its answer within timeout server',
		check: 'What the app waits for; Tr in the log is -1, Tt near the time-out.',
		change: 'Mend what is slow; only then timeout server.',
		source: manual,
	}),
	signature('response-refused', /^PH /, ['failure', 'headers', 'http_protocol_error', '502'], {
		meaning: 'the answer was malformed, too large, or blocked by a rule',
		check: 'show errors on the admin socket has the bytes; headers over tune.bufsize minus tune.maxrewrite?',
		change: 'Mend the app’s headers; tune.bufsize for large ones; option accept-unsafe-violations-in-http-response as a stopgap.',
		source: manual,
	}),
	signature('cut-body', /^SD /, ['failure', 'body', 'http_response_incomplete', 'cut, logged with the app’s status'], {
		meaning: 'the server’s connection died in the middle of an answer',
		check: 'Crashes, restarts and write time-outs of the app.',
		change: 'Graceful stops of the app.',
		source: manual,
	}),
	signature('body-timeout', /^sD /, ['failure', 'body', 'connection_read_timeout', 'cut, logged with the app’s status'], {
		meaning: 'the server stalled in the middle of an answer',
		check: 'Streams with long silences, or an app that hangs half-way.',
		change: 'timeout server, timeout tunnel for web sockets; heartbeats.',
		source: manual,
	}),
	signature('queue-timeout', /^sQ /, ['failure', 'queue', 'connection_limit_reached', '503'], {
		meaning: 'a request waited in the queue for longer than timeout queue',
		check: 'Are all servers at maxconn (show stat: qcur, scur)?',
		change: 'maxconn of the servers, more servers, timeout queue.',
		source: manual,
	}),
	signature('queue-refused', /^SQ /, ['failure', 'queue', 'connection_limit_reached', '503'], {
		meaning: 'the queue broke up while a request waited in it: its server went down',
		check: 'Server state changes at that time.',
		change: 'option redispatch.',
		source: manual,
	}),
	signature('denied', /^PR 503 /, ['failure', 'queue', 'connection_limit_reached', '503'], {
		meaning: 'a rule of the config answered 503',
		check: 'http-request deny with a condition on queue or rate.',
		change: 'That rule.',
		source: manual,
	}),
	signature('bad-request', /^PR 400 /, ['client', 'client', 'http_request_error', '400'], {
		meaning: 'a client sent what is no proper request',
		check: 'show errors on the admin socket.',
		change: 'Nothing, or tune.bufsize for long headers.',
		source: manual,
	}),
	signature(
		'request-refused',
		/^(?:PR (?!503 |400 |500 )|PT |LR [45])/,
		['client', 'client', 'http_request_denied', '403, or as the rule says'],
		{
			meaning: 'a rule of the config refused the request',
			check: 'http-request deny, tarpit, return.',
			change: 'That rule, where it is not meant.',
			source: manual,
		},
	),
	signature('proxy-limit', /^PC /, ['failure', 'connect', 'proxy_internal_error', '503'], {
		meaning: 'the process is at its limit of sockets',
		check: 'show info: Maxsock.',
		change: 'global maxconn, ulimit-n.',
		source: manual,
	}),
	signature('bad-chunk', /^PD /, ['failure', 'body', 'http_response_transfer_coding', 'cut'], {
		meaning: 'chunks of a body are malformed',
		check: 'Which app, and which of its libraries writes the body.',
		change: 'Mend the app.',
		source: manual,
	}),
	signature('killed-with-server', /^[DK][CHDQ] /, ['failure', 'health', 'destination_unavailable', '503, or cut'], {
		meaning: 'requests were ended because their server was marked as down, or by an administrator',
		check: 'Health checks at that time; on-marked-down shutdown-sessions.',
		change: 'fall and inter of check; on-marked-down.',
		source: manual,
	}),
	signature('internal', /^(?:I[RQCHD]|PR 500) /, ['failure', 'process', 'proxy_internal_error', '500'], {
		meaning: 'an error inside HAProxy: a rule that could not be carried out, or no memory',
		check: 'Header rewrites against tune.maxrewrite; memory.',
		change: 'tune.maxrewrite, tune.bufsize.',
		source: manual,
	}),
	signature('client-left', /^(?:CC|CH|CQ|CD|CT|CR) /, ['client', 'client', null, 'none, or 400'], {
		meaning: 'clients went away: while waiting for a server (CC, CQ), for the answer (CH), or during it (CD)',
		check: 'How long they had waited: a round number is somebody’s time-out.',
		change: 'Mend what is slow; time-outs longer from the inside out; option abortonclose.',
		source: manual,
	}),
	signature('client-slow-request', /^cR /, ['client', 'client', 'http_request_error', '408'], {
		meaning: 'a client took too long to send its request',
		check: 'Slow clients, or connections that were opened and never used.',
		change: 'timeout http-request.',
		source: manual,
	}),
	signature('client-timeout', /^c[HDQC] /, ['client', 'client', null, 'none'], {
		meaning: 'a client took too long to send or to read',
		check: 'Slow clients; timeout client shorter than timeout server also gives cH.',
		change: 'timeout http-request, timeout client (not under timeout server).',
		source: manual,
	}),
];
