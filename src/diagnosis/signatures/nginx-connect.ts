// What nginx says about looking up an upstream's name, and about connecting to it, TLS included. Read against ngx_http_upstream.c,
// ngx_event_connect.c, ngx_resolver.c and ngx_event_openssl.c.
import {signature} from '../signature.ts';
import type {Signature} from '../signature.ts';

const upstream = 'src/http/ngx_http_upstream.c';
const connectPeer = 'src/event/ngx_event_connect.c: ngx_event_connect_peer';
const openssl = 'src/event/ngx_event_openssl.c';

export const nginxConnect: readonly Signature[] = [
	signature('connect-refused', /connect\(\) (?:to \S+ )?failed \(111:/, ['failure', 'connect', 'connection_refused', '502'], {
		meaning: 'nothing listened at the upstream address',
		check: 'Is the app running, and does it listen on the address and port that the log names (ss -ltn)?',
		change:
			'Start or restart the app; correct the address in proxy_pass or upstream; give upstream a second server and set proxy_next_upstream.',
		source: `${upstream}: ngx_http_upstream_test_connect; ${connectPeer}`,
	}),
	signature(
		'connect-timeout',
		/timed out \(\d+:[^)]*\) while connecting to upstream/,
		['failure', 'connect', 'connection_timeout', '504'],
		{
			meaning: 'packets to the upstream address were answered by nobody',
			check:
				'Is the host up, does a firewall drop packets, is the accept queue full (ss -ltn: Recv-Q at Send-Q, nstat TcpExtListenOverflows)?',
			change:
				'Shorten proxy_connect_timeout and let proxy_next_upstream try another server; raise net.core.somaxconn and the app’s backlog.',
			source: `${upstream}: ngx_http_upstream_send_request_handler`,
		},
	),
	signature(
		'connect-unroutable',
		/connect\(\) (?:to \S+ )?failed \((?:101|113):/,
		['failure', 'connect', 'destination_ip_unroutable', '502'],
		{
			meaning: 'no route led to the upstream address: its host or container is gone, or a firewall says so',
			check: 'Does the address still belong to the app (a container that was made anew has another one)? Does anything reject with ICMP?',
			change:
				'Let nginx look the name up again: resolver with a short valid, and a variable in proxy_pass or `server … resolve` in a zone.',
			source: connectPeer,
		},
	),
	signature('connect-reset', /connect\(\) (?:to \S+ )?failed \((?:103|104):/, ['failure', 'connect', 'connection_terminated', '502'], {
		meaning: 'the connection was reset while it was being made',
		check: 'What stands between: a link, a mesh proxy or a balancer that accepts and resets?',
		change: 'Mend or bypass what stands between; proxy_next_upstream error retries it on another server.',
		source: connectPeer,
	}),
	signature('socket-missing', /connect\(\) to unix:\S+ failed \(2:/, ['failure', 'connect', 'destination_unavailable', '502'], {
		meaning: 'the Unix socket of the app does not exist',
		check: 'Is the app running, and does it make its socket at that path, in the same mount (containers, PrivateTmp)?',
		change:
			'Correct the path in proxy_pass or fastcgi_pass, or listen in the app; use socket activation so that the file outlives restarts.',
		source: connectPeer,
	}),
	signature('socket-permission', /connect\(\) to unix:\S+ failed \(13:/, ['failure', 'connect', 'destination_unavailable', '502'], {
		meaning: 'nginx may not open the Unix socket of the app',
		check: 'Owner and mode of the socket and of every folder above it; SELinux or AppArmor denials.',
		change: 'PHP-FPM: listen.owner, listen.group, listen.mode; uWSGI: chmod-socket; or the `user` of nginx.',
		source: connectPeer,
	}),
	signature('socket-denied', /connect\(\) to (?!unix:)\S+ failed \(13:/, ['failure', 'connect', 'destination_unavailable', '502'], {
		meaning: 'the operating system forbade nginx to connect',
		check: 'SELinux denials (ausearch -m avc): web servers may not connect to the network there by default.',
		change: 'setsebool -P httpd_can_network_connect 1, or label the port.',
		source: connectPeer,
	}),
	signature('socket-queue-full', /connect\(\) to unix:\S+ failed \(11:/, ['failure', 'queue', 'connection_limit_reached', '502'], {
		meaning: 'the listen queue of the app’s Unix socket is full',
		check: 'Are all workers of the app busy (ss -lx: Recv-Q at Send-Q)?',
		change: 'More workers (pm.max_children, processes), a longer backlog (listen.backlog, listen) and net.core.somaxconn.',
		source: connectPeer,
	}),
	signature('ports-exhausted', /connect\(\) (?:to \S+ )?failed \(99:/, ['failure', 'connect', 'proxy_internal_error', '502'], {
		meaning: 'the gateway has no free local port left for this upstream address',
		check: 'ss -s: tens of thousands of connections in TIME-WAIT to one address?',
		change:
			'keepalive in upstream with proxy_http_version 1.1 and an empty Connection header; widen net.ipv4.ip_local_port_range; more upstream addresses.',
		source: connectPeer,
	}),
	signature(
		'bind-in-use',
		/bind\(\S*\) failed \(98:.*while connecting to upstream/,
		['failure', 'connect', 'proxy_internal_error', '500 or 502'],
		{
			meaning: 'the local address of proxy_bind has no free port',
			check: 'How many connections share the address of proxy_bind?',
			change: 'More addresses in proxy_bind (split_clients), keepalive in upstream.',
			source: connectPeer,
		},
	),
	signature(
		'descriptors-upstream',
		/socket\(\) failed \(2[34]:.*while connecting to upstream/,
		['failure', 'connect', 'proxy_internal_error', '500'],
		{
			meaning: 'the gateway has no file descriptor left to connect with',
			check: 'cat /proc/PID/limits of a worker, and ls /proc/PID/fd | wc -l.',
			change: 'worker_rlimit_nofile at least twice worker_connections; LimitNOFILE of the unit.',
			source: connectPeer,
		},
	),
	signature('no-live-upstreams', /no live upstreams/, ['consequence', 'health', 'destination_unavailable', '502'], {
		meaning: 'every server of the upstream group was taken out after failures, or is at max_conns',
		check: 'What failed just before: that is the cause, this is what follows from it.',
		change: 'max_fails and fail_timeout of the servers (max_fails=0 never takes one out), max_conns, or a backup server.',
		source: `${upstream}: ngx_http_upstream_connect (NGX_BUSY)`,
	}),
	signature('upstream-disabled', /upstream server temporarily disabled/, ['consequence', 'health', null, 'none yet'], {
		meaning: 'a server was taken out for fail_timeout after max_fails failures',
		check: 'What failed just before, and on which server.',
		change: 'max_fails and fail_timeout, to fit how long the app takes to come back.',
		source: 'src/http/ngx_http_upstream_round_robin.c: ngx_http_upstream_free_round_robin_peer',
		lifecycle: 'upstream-disabled',
	}),
	signature('tls-timeout', /timed out \(\d+:[^)]*\) while SSL handshaking to upstream/, ['failure', 'tls', 'connection_timeout', '504'], {
		meaning: 'the TLS handshake with the upstream did not end in time',
		check: 'Does the port speak TLS at all? Is the app too busy for handshakes?',
		change: 'proxy_connect_timeout covers the handshake; proxy_ssl_session_reuse on and keepalive spare handshakes.',
		source: `${upstream}: ngx_http_upstream_ssl_handshake_handler`,
	}),
	signature(
		'tls-wrong-version',
		/SSL_do_handshake\(\) failed .*(?:wrong version number|unknown protocol|http request|packet length too long|record layer failure).*while SSL handshaking to upstream/i,
		['failure', 'tls', 'tls_protocol_error', '502'],
		{
			meaning: 'TLS was spoken to a port that does not speak it',
			check: 'openssl s_client -connect HOST:PORT.',
			change: 'http:// instead of https:// in proxy_pass, or the TLS port; proxy_ssl_protocols for very old servers.',
			source: `${openssl}: ngx_ssl_handshake`,
		},
	),
	signature(
		'tls-alert',
		/SSL_do_handshake\(\) failed .*alert.*while SSL handshaking to upstream/,
		['failure', 'tls', 'tls_alert_received', '502'],
		{
			meaning: 'the upstream refused the TLS handshake with an alert',
			check: 'Alert 40 or 112 without a name sent: the server needs SNI. Alert 42 to 48: it did not like our certificate.',
			change:
				'proxy_ssl_server_name on and proxy_ssl_name; proxy_ssl_certificate where it asks for one; proxy_ssl_protocols, proxy_ssl_ciphers.',
			source: `${openssl}: ngx_ssl_handshake`,
		},
	),
	signature(
		'tls-failed',
		/SSL_do_handshake\(\) failed (?!.*(?:alert|wrong version number|unknown protocol|http request|packet length too long|record layer failure)).*while SSL handshaking to upstream/i,
		['failure', 'tls', 'tls_protocol_error', '502'],
		{
			meaning: 'the TLS handshake with the upstream failed',
			check: 'The words of OpenSSL in the line; protocols and ciphers of both sides.',
			change: 'proxy_ssl_protocols, proxy_ssl_ciphers, proxy_ssl_conf_command.',
			source: `${openssl}: ngx_ssl_handshake`,
		},
	),
	signature(
		'tls-closed',
		/peer closed connection in SSL handshake.*while SSL handshaking to upstream/,
		['failure', 'tls', 'tls_protocol_error', '502'],
		{
			meaning: 'the upstream closed the connection in the middle of the TLS handshake',
			check: 'Does the app die, or is the port a plain one that closes on bytes it does not know?',
			change: 'http:// in proxy_pass where it is; otherwise the app’s own TLS log.',
			source: `${openssl}: ngx_ssl_handshake`,
		},
	),
	signature(
		'tls-certificate',
		/upstream SSL certificate (?:verify error|does not match)|no upstream SSL certificate/,
		['failure', 'tls', 'tls_certificate_error', '502'],
		{
			meaning: 'the upstream’s certificate is not trusted, has run out, or is for another name',
			check: 'openssl s_client -servername NAME -verify_return_error; the dates of the certificate.',
			change: 'proxy_ssl_trusted_certificate, proxy_ssl_name, or a new certificate.',
			source: `${upstream}: ngx_http_upstream_ssl_handshake`,
		},
	),
	signature('name-timeout', /could not be resolved \(110:/, ['failure', 'name', 'dns_timeout', '502'], {
		meaning: 'the name service did not answer',
		check: 'dig @RESOLVER NAME from the gateway’s network namespace.',
		change: 'The address in resolver; resolver_timeout; several resolvers.',
		source: `${upstream}: ngx_http_upstream_resolve_handler`,
	}),
	signature('name-unknown', /could not be resolved \((?!110:)\d+:/, ['failure', 'name', 'dns_error', '502'], {
		meaning: 'the name service does not know the upstream’s name, or failed',
		check: 'dig NAME: NXDOMAIN, SERVFAIL, or only an AAAA record?',
		change: 'The name in proxy_pass or upstream; ipv6=off in resolver; search domains are not used by nginx: write the full name.',
		source: `${upstream}: ngx_http_upstream_resolve_handler`,
	}),
	signature('no-resolver', /no resolver defined to resolve/, ['failure', 'name', 'proxy_configuration_error', '502'], {
		meaning: 'a variable in proxy_pass needs a name looked up, and there is no resolver',
		check: 'Which variable stands in proxy_pass.',
		change: 'resolver ADDRESS valid=10s; in http, server or location.',
		source: `${upstream}: ngx_http_upstream_init_request`,
	}),
	signature('resolver-unreachable', /(?:send|recv)\(\) failed \(\d+:[^)]*\) while resolving/, ['consequence', 'name', 'dns_error', '502'], {
		meaning: 'the name server cannot be reached',
		check: 'Is anything listening at the resolver’s address and port 53, and may packets go there?',
		change: 'The address in resolver (127.0.0.11 in Docker networks), or the firewall.',
		source: 'src/core/ngx_resolver.c: ngx_resolver_log_error',
	}),
];
