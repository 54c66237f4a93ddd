import test from 'ava';
import {endpoint} from '../helpers/endpoint.ts';
import {explainNginxRefusal, nginxPort, renderNginxConfig} from '../../src/gateways/nginx-config.ts';
import {nginx} from '../../src/gateways/nginx.ts';
import {defaultGatewayOptions} from '../../src/scenario/defaults.ts';

const upstreams = [endpoint('app1', 8080), endpoint('app2', 8081)];

function render(options: Partial<typeof defaultGatewayOptions> = {}) {
	return renderNginxConfig({options: {...defaultGatewayOptions, ...options, upstreams: ['app1', 'app2']}, upstreams, port: 8080});
}

test('every neutral option stands in the config', (t) => {
	const config = render({
		connectTimeoutMs: 111,
		readTimeoutMs: 222,
		responseHeaderBytes: 5000,
		maxFails: 3,
		failTimeoutMs: 4000,
		upstreamKeepalive: 7,
	});
	t.regex(config, /server app2:8081 max_fails=3 fail_timeout=4s;/);
	t.regex(config, /keepalive 7;/);
	t.regex(config, /proxy_connect_timeout 111ms;/);
	t.regex(config, /proxy_read_timeout 222ms;/);
	t.regex(config, /proxy_buffer_size 5000;/);
});

test('retries are off, of what is safe, or of everything', (t) => {
	t.regex(render({retries: 'off'}), /proxy_next_upstream off;/);
	t.regex(render({retries: 'safe'}), /proxy_next_upstream error timeout;/);
	t.regex(render({retries: 'all'}), /proxy_next_upstream error timeout non_idempotent;/);
});

test('without keep-alive to the upstream every request says so', (t) => {
	const config = render({upstreamKeepalive: 0});
	t.notRegex(config, /keepalive \d/);
	t.regex(config, /proxy_set_header Connection "close";/);
});

test("the port of a user's own config is that of its first listen", (t) => {
	t.is(nginxPort('server {\n listen 8088;\n listen 9000; }'), 8088);
	t.is(nginxPort('\tlisten [::]:81 default_server;'), 81);
	t.is(nginxPort('\tlisten 127.0.0.1;'), 80);
	t.is(nginxPort('\tlisten unix:/run/x.sock;'), null);
	t.is(nginxPort('http {}'), null);
	t.is(nginxPort('events {} http { server { listen 9090; } }'), 9090);
	t.is(nginxPort('# listen 80;\nserver { server_name a; listen 9091; }'), 9091);
	t.is(nginxPort('listen unix:/run/x.sock;\nlisten 9092;'), 9092);
	t.is(nginxPort('set $listen 5;'), null);
});

test('a refusal is told in the words of nginx, with the line of the config beside it', (t) => {
	const output =
		'2026/11/21 03:32:58 [emerg] 11#11: unknown directive "lsten" in /etc/nginx/nginx.conf:2\nnginx: configuration file test failed';
	t.is(
		explainNginxRefusal(output, 'server {\n  lsten 80;\n}'),
		'unknown directive "lsten" in /etc/nginx/nginx.conf:2\n  line 2: lsten 80;',
	);
	t.is(explainNginxRefusal('all is well', ''), null);
});

test("a user's config that sets `daemon` is not given it twice", (t) => {
	t.true(nginx.command(commandContext('worker_processes 1;')).join(' ').includes('daemon off;'));
	t.false(nginx.command(commandContext('daemon off;\nworker_processes 1;')).join(' ').includes('daemon off;'));
});

function commandContext(configText: string) {
	return {configText, options: {...defaultGatewayOptions, upstreams: ['app1']}, port: 8080};
}

test('weights, backups, limits of connections and names resolved again are told in the words of nginx', (t) => {
	const [{content}] = nginx.render({
		options: {
			...defaultGatewayOptions,
			upstreams: ['app1', 'app2'],
			weights: {app1: 3},
			backups: ['app2'],
			upstreamConnections: 20,
			resolver: {validMs: 2000},
		},
		upstreams: [endpoint('app1', 8080), endpoint('app2', 8080)],
		port: 8088,
	});
	t.regex(content, /resolver 127\.0\.0\.11 valid=2s ipv6=off;/);
	t.regex(content, /zone apps 256k;/);
	t.regex(content, /server app1:8080 max_fails=1 fail_timeout=10s weight=3 max_conns=20 resolve;/);
	t.regex(content, /server app2:8080 max_fails=1 fail_timeout=10s max_conns=20 resolve backup;/);
});

test('a part of a second as fail_timeout is refused, for nginx would round it', (t) => {
	const options = {...defaultGatewayOptions, upstreams: ['app1']};
	t.deepEqual(nginx.check?.({...options, failTimeoutMs: 2000}), []);
	t.is(nginx.check?.({...options, failTimeoutMs: 2500})[0]?.path, 'failTimeoutMs');
});

test('errors are kept whatever the query string says, and nothing else is; static files stand before what is passed on', (t) => {
	const plain = render();
	t.notRegex(plain, /proxy_cache|\/static\//);
	const cached = render({errorCacheMs: 4000});
	t.regex(cached, /proxy_cache_path \/run\/gatequake-errors keys_zone=errors:1m;/);
	t.regex(cached, /proxy_cache_key \$request_method\$uri;\n\t+proxy_cache_valid 500 502 503 504 4s;/);
	t.regex(
		render({staticFiles: true}),
		/location \/static\/ \{\n\t+alias \/srv\/gatequake\/static\/;\n\t+add_header x-gatequake-app static;/,
	);
	t.regex(render({hostHeader: 'shop.example'}), /proxy_set_header Host shop\.example;/);
	t.regex(render({clientConnections: 64}), /worker_connections 64;/);
});

test('upstreams on Unix sockets are reached there, by whatever they speak, with the same time-outs and buffers', (t) => {
	for (const [protocol, word] of [
		['http', 'proxy'],
		['fastcgi', 'fastcgi'],
		['uwsgi', 'uwsgi'],
	] as const) {
		const config = renderNginxConfig({
			options: {...defaultGatewayOptions, upstreams: ['app1'], readTimeoutMs: 222},
			upstreams: [endpoint('app1', 9000, {socket: '/run/gatequake/app1.sock', protocol, script: '/srv/index.php'})],
			port: 8080,
		});
		t.regex(config, /server unix:\/run\/gatequake\/app1\.sock max_fails=1/);
		t.true(config.includes(`${word}_pass`));
		t.true(config.includes(`${word}_read_timeout 222ms;`));
		t.true(config.includes(`${word}_next_upstream error timeout;`));
		t.true(config.includes(`${word}_buffer_size 4096;`));
		t.is(config.includes('fastcgi_param SCRIPT_FILENAME /srv/index.php;'), protocol === 'fastcgi');
		t.is(config.includes('param REQUEST_METHOD'), protocol !== 'http');
	}
});

test('what other protocols have in place of headers and of the cache is told in their own words', (t) => {
	for (const protocol of ['fastcgi', 'uwsgi'] as const) {
		const config = renderNginxConfig({
			options: {...defaultGatewayOptions, upstreams: ['app1'], hostHeader: 'shop.example', errorCacheMs: 4000},
			upstreams: [endpoint('app1', 9000, {protocol, script: '/srv/index.php'})],
			port: 8080,
		});
		t.true(config.includes(`${protocol}_param HTTP_HOST shop.example;`));
		t.true(config.includes(`${protocol}_cache_path /run/gatequake-errors keys_zone=errors:1m;`));
		t.true(config.includes(`${protocol}_cache errors;`));
		t.notRegex(config, /proxy_/);
	}
});
