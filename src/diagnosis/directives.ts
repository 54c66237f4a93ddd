// What each gateway calls the settings that advice speaks of.
export const directives = {
	readTimeout: {
		nginx: 'proxy_read_timeout',
		haproxy: 'timeout server',
		httpd: 'ProxyTimeout (or timeout= of ProxyPass)',
		caddy: 'response_header_timeout of transport http',
		envoy: "the route's timeout",
		traefik: 'forwardingTimeouts.responseHeaderTimeout',
		varnish: 'first_byte_timeout and between_bytes_timeout',
	},
	connectTimeout: {
		nginx: 'proxy_connect_timeout',
		haproxy: 'timeout connect',
		httpd: 'connectiontimeout= of ProxyPass',
		caddy: 'dial_timeout of transport http',
		envoy: "the cluster's connect_timeout",
		traefik: 'forwardingTimeouts.dialTimeout',
		varnish: 'connect_timeout',
	},
	retry: {
		nginx: 'proxy_next_upstream (with non_idempotent only where POSTs carry a key)',
		haproxy: 'option redispatch, retries and retry-on',
		httpd: 'a balancer with more than one BalancerMember, and failonstatus',
		caddy: 'lb_retries and lb_try_duration',
		envoy: 'retry_policy with retry_on and num_retries',
		traefik: 'the retry middleware',
		varnish: 'return (retry) in vcl_backend_error',
	},
	headerBuffer: {
		nginx: 'proxy_buffer_size together with proxy_buffers and proxy_busy_buffers_size (nginx refuses the first alone beyond a point)',
		haproxy: 'tune.bufsize (and tune.maxrewrite)',
		httpd: 'responsefieldsize= of ProxyPass',
		caddy: 'max_response_header of transport http',
		envoy: 'max_response_headers_kb and max_headers_count of the cluster',
		traefik: 'maxResponseHeaderBytes of the serversTransport',
		varnish: 'http_resp_hdr_len, http_resp_size and workspace_backend',
	},
	keepAlive: {
		nginx: 'keepalive_timeout in the upstream block',
		haproxy: 'http-reuse and pool-purge-delay',
		httpd: 'ttl= of ProxyPass',
		caddy: 'keepalive of transport http',
		envoy: 'idle_timeout of the cluster',
		traefik: 'forwardingTimeouts.idleConnTimeout',
		varnish: 'backend_idle_timeout',
	},
	connections: {
		nginx: 'worker_connections and worker_rlimit_nofile',
		haproxy: 'maxconn and ulimit-n',
		httpd: 'MaxRequestWorkers and ServerLimit',
		caddy: 'the limit of open files (LimitNOFILE=)',
		envoy: 'the connection limits of listener and overload manager',
		traefik: 'the limit of open files (LimitNOFILE=)',
		varnish: 'thread_pool_max and the limit of open files',
	},
	target: {
		nginx: 'server in the upstream block',
		haproxy: 'the server line of the backend',
		httpd: 'ProxyPass or BalancerMember',
		caddy: 'the upstream of reverse_proxy',
		envoy: 'the endpoints of the cluster',
		traefik: 'servers of the loadBalancer',
		varnish: '.host and .port of the backend',
	},
	resolve: {
		nginx: 'resolver, and resolve at the server',
		haproxy: 'resolvers, init-addr and hold',
		httpd: 'enablereuse=off or a reload after a change',
		caddy: 'dynamic a of reverse_proxy',
		envoy: 'STRICT_DNS with dns_refresh_rate',
		traefik: 'a reload after a change, or a provider that watches',
		varnish: 'the dynamic director, or a reload after a change',
	},
	health: {
		nginx: 'max_fails and fail_timeout',
		haproxy: 'option httpchk, http-check expect, fall and rise',
		httpd: 'mod_proxy_hcheck (hcuri, hcexpr)',
		caddy: 'health_uri and health_status',
		envoy: 'health_checks of the cluster',
		traefik: 'healthCheck of the loadBalancer',
		varnish: '.probe of the backend',
	},
	tlsName: {
		nginx: 'proxy_ssl_name and proxy_ssl_server_name on',
		haproxy: 'sni and verifyhost at the server',
		httpd: 'ProxyPreserveHost and SSLProxyCheckPeerName',
		caddy: 'tls_server_name of transport http',
		envoy: 'sni of the UpstreamTlsContext',
		traefik: 'serverName of the serversTransport',
		varnish: 'a TLS proxy before the backend: it speaks none itself',
	},
	tlsTrust: {
		nginx: 'proxy_ssl_trusted_certificate',
		haproxy: 'ca-file at the server',
		httpd: 'SSLProxyCACertificateFile',
		caddy: 'tls_trust_pool of transport http',
		envoy: 'trusted_ca of the validation_context',
		traefik: 'rootCAs of the serversTransport',
		varnish: 'a TLS proxy before the backend: it speaks none itself',
	},
} as const satisfies Record<string, Readonly<Record<string, string>>>;

export type Concern = keyof typeof directives;

/** For a gateway that has no row: what it is about, in words. */
export function directive(concern: Concern, gateway: string): string {
	const row: Readonly<Record<string, string>> = directives[concern];
	return row[gateway] ?? `the gateway's setting for ${concern}`;
}
