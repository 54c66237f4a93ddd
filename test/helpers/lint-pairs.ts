// For each rule of the linter a config that breaks it and one that keeps it, as little apart as a person's change would be.
import type {ChainFacts} from '../../src/diagnosis/config-lint.ts';

export interface LintPair {
	readonly rule: string;
	readonly about: string;
	readonly broken: string;
	/** Where it is found. */
	readonly line: number;
	readonly kept: string;
	readonly chain?: Partial<ChainFacts>;
}

/** Line 2 is the first in `upstream`, then come its other lines, `}`, `server {`, `location / {` and the lines there. */
function nginx(upstream: readonly string[], location: readonly string[], main = 'events { worker_connections 4096; }'): string {
	return [`${main} http { upstream apps {`, ...upstream, '}', 'server {', 'location / {', ...location, '}', '}', '}'].join('\n');
}

const two = ['server 10.0.0.1:80;', 'server 10.0.0.2:80;'];
const three = [...two, 'server 10.0.0.3:80;'];
const pass = 'proxy_pass http://apps;';
const kept11 = ['proxy_http_version 1.1;', 'proxy_set_header Connection "";'];

export const nginxPairs: readonly LintPair[] = [
	{
		rule: 'retries-repeat-posts',
		about: 'an outer block says so',
		broken: nginx(two, [pass]).replace('http {', 'http { proxy_next_upstream error non_idempotent;'),
		line: 1,
		kept: nginx(two, ['proxy_next_upstream error timeout;', pass]),
	},
	{
		rule: 'retries-repeat-posts',
		about: 'one server only has nobody to repeat at',
		broken: nginx(two, ['proxy_next_upstream error timeout non_idempotent;', pass]),
		line: 7,
		kept: nginx(['server 10.0.0.1:80;'], ['proxy_next_upstream error timeout non_idempotent;', pass]),
	},
	{
		rule: 'no-resolver',
		about: 'a variable that is set beside it',
		broken: nginx(two, ['set $app api.internal;', 'proxy_pass http://$app:8080;']),
		line: 8,
		kept: nginx(two, ['resolver 127.0.0.11;', 'set $app api.internal;', 'proxy_pass http://$app:8080;']),
	},
	{
		rule: 'no-resolver',
		about: 'a variable may name a group',
		broken: nginx(two, ['set $app api;', 'proxy_pass http://$app;']),
		line: 8,
		kept: nginx(two, ['set $app apps;', 'proxy_pass http://$app;']),
	},
	{
		rule: 'name-looked-up-once',
		about: 'in upstream',
		broken: nginx(['server api:8080;'], [pass]),
		line: 2,
		kept: nginx(['zone apps 64k;', 'resolver 127.0.0.11;', 'server api:8080 resolve;'], [pass]),
	},
	{
		rule: 'name-looked-up-once',
		about: 'in proxy_pass itself',
		broken: nginx(two, ['proxy_pass http://api:8080/v1/;']),
		line: 7,
		kept: nginx(two, ['proxy_pass http://[::1]:8080/v1/;']),
	},
	{
		rule: 'name-looked-up-once',
		about: 'over FastCGI, and a Unix socket',
		broken: nginx(two, ['fastcgi_pass php:9000;']),
		line: 7,
		kept: nginx(two, ['fastcgi_pass unix:/run/php.sock;']),
	},
	{
		rule: 'max-fails-few-peers',
		about: 'with the defaults',
		broken: nginx(two, [pass]),
		line: 1,
		kept: nginx(
			two.map((server) => server.replace(';', ' max_fails=0;')),
			[pass],
		),
	},
	{
		rule: 'max-fails-few-peers',
		about: 'a short fail_timeout, and three servers, are well',
		broken: nginx(['server 10.0.0.1:80 max_fails=3 fail_timeout=30s;', 'server 10.0.0.2:80 max_fails=3 fail_timeout=30s;'], [pass]),
		line: 1,
		kept: nginx(['server 10.0.0.1:80 fail_timeout=1s;', 'server 10.0.0.2:80 fail_timeout=1s;'], [pass]),
	},
	{
		rule: 'max-fails-ignored',
		about: 'one server',
		broken: nginx(['server 10.0.0.1:80 max_fails=3;'], [pass]),
		line: 2,
		kept: nginx(['server 10.0.0.1:80;'], [pass]),
	},
	{
		rule: 'no-health-check',
		about: 'nobody is taken out, and connecting takes long',
		broken: nginx(
			three.map((server) => server.replace(';', ' max_fails=0;')),
			[pass],
		),
		line: 1,
		kept: nginx(
			three.map((server) => server.replace(';', ' max_fails=0;')),
			['proxy_connect_timeout 1s;', pass],
		),
	},
	{
		rule: 'no-second-try',
		about: 'off',
		broken: nginx(two, ['proxy_next_upstream off;', pass]),
		line: 7,
		kept: nginx(['server 10.0.0.1:80;'], ['proxy_next_upstream off;', pass]),
	},
	{
		rule: 'retries-unbounded',
		about: 'by default',
		broken: nginx(three, [pass]),
		line: 8,
		kept: nginx(three, ['proxy_next_upstream_tries 2;', pass]),
	},
	{
		rule: 'timeouts-out-of-order',
		about: 'all tries together, and what stands in front',
		chain: {frontTimeoutMs: 60_000},
		broken: nginx(two, ['proxy_read_timeout 30s;', 'proxy_connect_timeout 1s;', pass]),
		line: 7,
		kept: nginx(two, ['proxy_read_timeout 25s;', 'proxy_connect_timeout 1s;', pass]),
	},
	{
		rule: 'timeouts-out-of-order',
		about: 'the app takes longer than nginx waits',
		chain: {appTimeoutMs: 60_000},
		broken: nginx(two, [pass]),
		line: 7,
		kept: nginx(two, ['proxy_read_timeout 65s;', pass]),
	},
	{
		rule: 'connect-timeout-long',
		about: 'the default is a minute',
		broken: nginx(two, [pass]),
		line: 7,
		kept: nginx(two, ['proxy_connect_timeout 2s;', pass]),
	},
	{
		rule: 'read-timeout-endless',
		about: 'an hour, and a web socket',
		broken: nginx(two, ['proxy_read_timeout 1h;', pass]),
		line: 7,
		kept: nginx(two, ['proxy_read_timeout 1h;', 'proxy_set_header Upgrade $http_upgrade;', pass]),
	},
	{
		rule: 'keepalive-shorter-behind',
		about: 'nginx keeps for a minute, the app for five seconds',
		chain: {appKeepaliveMs: 5000},
		broken: nginx([...two, 'keepalive 16;'], [...kept11, pass]),
		line: 4,
		kept: nginx([...two, 'keepalive 16;', 'keepalive_timeout 4s;'], [...kept11, pass]),
	},
	{
		rule: 'keepalive-shorter-than-front',
		about: 'a balancer keeps for a minute',
		chain: {frontKeepaliveMs: 60_000},
		broken: nginx(two, ['keepalive_timeout 15s;', pass]),
		line: 7,
		kept: nginx(two, [pass]),
	},
	{
		rule: 'keepalive-without-effect',
		about: 'headers of an outer block do not hold beside inner ones',
		broken: nginx([...two, 'keepalive 16;'], ['proxy_http_version 1.1;', 'proxy_set_header Host $host;', pass]),
		line: 10,
		kept: nginx([...two, 'keepalive 16;'], [...kept11, pass]),
	},
	{
		rule: 'keepalive-without-effect',
		about: 'a map that says close where nobody asks for an upgrade',
		broken: nginx([...two, 'keepalive 16;'], ['proxy_http_version 1.1;', 'proxy_set_header Connection $upgrade;', pass]).replace(
			'http {',
			"http { map $http_upgrade $upgrade { default upgrade; '' close; }",
		),
		line: 10,
		kept: nginx([...two, 'keepalive 16;'], ['proxy_http_version 1.1;', 'proxy_set_header Connection $upgrade;', pass]).replace(
			'http {',
			"http { map $http_upgrade $upgrade { default upgrade; '' ''; }",
		),
	},
	{
		rule: 'no-keepalive',
		about: 'no keepalive in upstream',
		broken: nginx(two, [pass]),
		line: 1,
		kept: nginx([...two, 'keepalive 16;'], [...kept11, pass]),
	},
	{
		rule: 'buffers-under-header',
		about: 'a header section of 5000 bytes',
		chain: {headerBytes: 5000},
		broken: nginx(two, [pass]),
		line: 7,
		kept: nginx(two, ['proxy_buffer_size 8k;', pass]),
	},
	{
		rule: 'buffers-under-header',
		about: 'one of exactly the size loses its body',
		chain: {headerBytes: 8192},
		broken: nginx(two, ['proxy_buffer_size 8k;', pass]),
		line: 7,
		kept: nginx(two, ['proxy_buffer_size 16k; proxy_buffers 8 16k; proxy_busy_buffers_size 32k;', pass]),
	},
	{
		rule: 'buffers-under-header',
		about: 'a log that says so, and one that does not',
		chain: {headersRefused: 3},
		broken: nginx(two, ['proxy_buffer_size 8k;', pass]),
		line: 7,
		kept: nginx(two, ['return 204;']),
	},
	{
		rule: 'connections-few',
		about: 'the default',
		broken: nginx(two, [pass], 'events { }'),
		line: 1,
		kept: nginx(two, [pass]),
	},
	{
		rule: 'descriptors-few',
		about: 'fewer files than connections',
		broken: nginx(two, [pass], 'worker_rlimit_nofile 1024;\nevents { worker_connections 4096; }'),
		line: 1,
		kept: nginx(two, [pass], 'worker_rlimit_nofile 8192;\nevents { worker_connections 4096; }'),
	},
	{
		rule: 'errors-cached',
		about: 'any, and named ones',
		broken: nginx(two, ['proxy_cache_valid any 1m;', pass]),
		line: 7,
		kept: nginx(two, ['proxy_cache_valid 200 502m;', pass]),
	},
	{
		rule: 'tls-without-name',
		about: 'to a server that has a name',
		broken: nginx(two, ['proxy_pass https://api.example:443;']),
		line: 7,
		kept: nginx(two, ['proxy_ssl_server_name on;', 'proxy_pass https://api.example:443;']),
	},
	{
		rule: 'host-not-passed',
		about: 'a group',
		broken: nginx(two, [pass]),
		line: 7,
		kept: nginx(two, ['proxy_set_header Host $host;', pass]),
	},
];

/** The lines of `backend` begin at 8. */
function haproxy(
	backend: readonly string[],
	{defaults = [], global = []}: {readonly defaults?: readonly string[]; readonly global?: readonly string[]} = {},
): string {
	return [
		`global`,
		...global,
		'defaults',
		'mode http',
		'timeout connect 2s',
		'timeout server 30s',
		'timeout client 30s',
		...defaults,
		'backend apps',
		...backend,
		'frontend web',
		'bind :80',
		'default_backend apps',
	].join('\n');
}

const checked = ['option httpchk', 'server a 10.0.0.1:80 check', 'server b 10.0.0.2:80 check'];

export const haproxyPairs: readonly LintPair[] = [
	{
		rule: 'retries-repeat-posts',
		about: 'after the request was sent',
		broken: haproxy(['retry-on conn-failure empty-response', ...checked]),
		line: 8,
		kept: haproxy(['retry-on conn-failure', ...checked]),
	},
	{
		rule: 'retries-repeat-posts',
		about: 'POSTs are left out, or nothing is tried again',
		broken: haproxy(checked, {defaults: ['retry-on all-retryable-errors']}),
		line: 7,
		kept: haproxy(['http-request disable-l7-retry if { method POST }', ...checked], {defaults: ['retry-on all-retryable-errors']}),
	},
	{
		rule: 'backup-never-used',
		about: 'the first is not checked',
		broken: haproxy(['server a 10.0.0.1:80', 'server b 10.0.0.2:80 backup check']),
		line: 9,
		kept: haproxy(['server a 10.0.0.1:80 check', 'server b 10.0.0.2:80 backup check']),
	},
	{
		rule: 'no-health-check',
		about: 'one of two',
		broken: haproxy(['server a 10.0.0.1:80 check', 'server b 10.0.0.2:80 cookie check']),
		line: 9,
		kept: haproxy(['default-server check', 'server a 10.0.0.1:80', 'server b 10.0.0.2:80']),
	},
	{
		rule: 'no-health-check',
		about: 'no-check, and defaults of another section',
		broken: haproxy(['server a 10.0.0.1:80', 'server b 10.0.0.2:80 no-check'], {defaults: ['default-server check']}),
		line: 10,
		kept: haproxy(['server a 10.0.0.1:80', 'server b 10.0.0.2:80'], {defaults: ['default-server check']}),
	},
	{
		rule: 'check-slow',
		about: 'ten seconds, three times',
		broken: haproxy(['server a 10.0.0.1:80 check', 'server b 10.0.0.2:80 check inter 10s']),
		line: 9,
		kept: haproxy(['server a 10.0.0.1:80 check', 'server b 10.0.0.2:80 check inter 10s fastinter 1s']),
	},
	{
		rule: 'check-of-port-only',
		about: 'no httpchk, and one that is switched off',
		broken: haproxy(['server a 10.0.0.1:80 check', 'option log-health-checks']),
		line: 8,
		kept: haproxy(['option httpchk GET /health', 'server a 10.0.0.1:80 check']),
	},
	{
		rule: 'name-looked-up-once',
		about: 'a template, and a server with resolvers',
		broken: haproxy(['server-template app 1-3 app.internal:80 check']),
		line: 8,
		kept: `${haproxy(['server-template app 1-3 app.internal:80 check resolvers dns'])}\nresolvers dns\nnameserver engine 127.0.0.11:53`,
	},
	{
		rule: 'name-looked-up-once',
		about: 'addresses, sockets and variables need no name service',
		broken: haproxy(['server a ipv4@api:80']),
		line: 8,
		kept: haproxy(['server a 10.0.0.1:80', 'server b [::1]:80', 'server c unix@/run/a.sock', 'server d "${APP}:80"', 'server e ::1:80']),
	},
	{
		rule: 'tls-without-name',
		about: 'no sni',
		broken: haproxy(['server a api.example:443 ssl verify none']),
		line: 8,
		kept: haproxy(['server a api.example:443 ssl verify none sni str(api.example)']),
	},
	{
		rule: 'buffers-under-header',
		about: 'a header section of 16000 bytes',
		chain: {headerBytes: 16_000},
		broken: haproxy(checked, {global: ['nbthread 2']}),
		line: 1,
		kept: haproxy(checked, {global: ['tune.bufsize 32768']}),
	},
	{
		rule: 'connections-few',
		about: 'maxconn of global',
		broken: haproxy(checked, {global: ['maxconn 100']}),
		line: 2,
		kept: haproxy(checked, {global: ['maxconn 10000']}),
	},
	{
		rule: 'timeouts-missing',
		about: 'of the defaults that a backend names itself',
		broken: `${haproxy(checked)}\ndefaults other\nbackend late from other\nserver a 10.0.0.1:80\n`,
		line: 15,
		kept: `${haproxy(checked)}\ndefaults other\ntimeout connect 1s\ntimeout server 1s\nbackend late from other\nserver a 10.0.0.1:80\n`,
	},
	{
		rule: 'timeouts-missing',
		about: 'of clients',
		broken: 'frontend web\nmode http\nbind :80\n',
		line: 1,
		kept: 'frontend web\nmode http\nbind :80\ntimeout client 30s\n',
	},
	{
		rule: 'timeouts-out-of-order',
		about: 'all tries together, and what stands in front',
		chain: {frontTimeoutMs: 60_000},
		broken: haproxy(['timeout server 55s', ...checked]),
		line: 8,
		kept: haproxy(['timeout server 50s', ...checked]),
	},
	{
		rule: 'timeouts-out-of-order',
		about: 'the app takes longer than HAProxy waits',
		chain: {appTimeoutMs: 30_000},
		broken: haproxy(checked),
		line: 5,
		kept: haproxy(['timeout server 31s', ...checked]),
	},
	{
		rule: 'connect-timeout-long',
		about: 'a number alone is in milliseconds',
		broken: haproxy(['timeout connect 20000', ...checked]),
		line: 8,
		kept: haproxy(['timeout connect 2000', ...checked]),
	},
	{
		rule: 'read-timeout-endless',
		about: 'an hour',
		broken: haproxy(['timeout server 1h', ...checked]),
		line: 8,
		kept: haproxy(['timeout tunnel 1h', ...checked]),
	},
	{
		rule: 'queue-without-timeout',
		about: 'servers with maxconn',
		broken: haproxy(['server a 10.0.0.1:80 maxconn 10']),
		line: 8,
		kept: haproxy(['timeout queue 5s', 'server a 10.0.0.1:80 maxconn 10']),
	},
	{
		rule: 'keepalive-shorter-behind',
		about: 'the app keeps for five seconds',
		chain: {appKeepaliveMs: 5000},
		broken: haproxy(checked),
		line: 9,
		kept: haproxy(['default-server pool-purge-delay 2s', ...checked]),
	},
	{
		rule: 'keepalive-shorter-than-front',
		about: 'the time-out of clients ends idle ones, too',
		chain: {frontKeepaliveMs: 60_000},
		broken: haproxy(checked),
		line: 6,
		kept: haproxy(checked, {defaults: ['timeout http-keep-alive 70s']}),
	},
	{
		rule: 'no-keepalive',
		about: 'closed after each request',
		broken: haproxy(checked, {defaults: ['option http-server-close']}),
		line: 7,
		kept: haproxy(['no option http-server-close', ...checked], {defaults: ['option http-server-close']}),
	},
];
