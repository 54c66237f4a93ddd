import test from 'ava';
import {endpoint} from '../helpers/endpoint.ts';
import {caddyPort, checkCaddyOptions, explainCaddyRefusal, renderCaddyfile} from '../../src/gateways/caddy-config.ts';
import {defaultGatewayOptions} from '../../src/scenario/defaults.ts';
import type {GatewayOptions} from '../../src/scenario/plan.ts';

const upstreams = [endpoint('app1', 8080), endpoint('app2', 8081)];

function optionsOf(changes: Partial<GatewayOptions>): GatewayOptions {
	return {...defaultGatewayOptions, upstreams: ['app1', 'app2'], ...changes};
}

function render(changes: Partial<GatewayOptions> = {}, count = 2): string {
	return renderCaddyfile({options: optionsOf(changes), upstreams: upstreams.slice(0, count), port: 8080});
}

test('every neutral option stands in the config', (t) => {
	const config = render({
		connectTimeoutMs: 111,
		readTimeoutMs: 222,
		responseHeaderBytes: 5000,
		maxFails: 3,
		failTimeoutMs: 4000,
		upstreamKeepalive: 7,
		upstreamConnections: 9,
		healthCheck: {path: '/health', intervalMs: 500, timeoutMs: 300, failAfter: 2, passAfter: 4},
	});
	t.regex(config, /^\t\tto app1:8080 app2:8081$/m);
	t.regex(config, /max_fails 3\n\t\tfail_duration 4000ms/);
	t.regex(config, /unhealthy_request_count 9/);
	t.regex(config, /keepalive_idle_conns_per_host 7/);
	t.regex(config, /dial_timeout 111ms\n\t+response_header_timeout 222ms\n\t+read_timeout 222ms/);
	t.regex(config, /max_response_header 5000/);
	t.regex(config, /health_uri \/health\n\t+health_interval 500ms\n\t+health_timeout 300ms\n\t+health_fails 2\n\t+health_passes 4/);
});

test('retries are off, of what is safe, or of everything with the body kept for it', (t) => {
	t.notRegex(render({retries: 'off'}), /lb_retr/);
	t.regex(render({retries: 'safe'}), /lb_retries 1\n\t+lb_retry_match \{\n\t+method GET HEAD OPTIONS TRACE PUT DELETE\n/);
	t.regex(render({retries: 'all'}), /lb_retry_match \{\n\t+path \*\n\t+\}\n\t+request_buffers/);
});

test('an only upstream has nobody to hand over to, and is not taken out', (t) => {
	t.notRegex(render({}, 1), /lb_retries|max_fails|fail_duration/);
});

test('no keep-alive to the upstream, and no failures that count, are said so', (t) => {
	t.regex(render({upstreamKeepalive: 0}), /keepalive off/);
	t.notRegex(render({maxFails: 0}), /max_fails|fail_duration/);
});

test('weights, backups and names that are looked up again have policies and sources of their own', (t) => {
	t.regex(render({weights: {app2: 3}}), /lb_policy weighted_round_robin 1 3/);
	t.regex(render({backups: ['app1']}), /to app2:8081 app1:8080\n\t+lb_policy first/);
	t.regex(render({resolver: {validMs: 1000}}), /dynamic multi \{\n\t+a app1 8080 \{\n\t+refresh 1000ms/);
});

function paths(changes: Partial<GatewayOptions>): readonly string[] {
	return checkCaddyOptions(optionsOf(changes)).map(({path}) => path);
}

test('what Caddy cannot be told exactly is refused', (t) => {
	const healthCheck = {path: '/', intervalMs: 500, timeoutMs: 300, failAfter: 1, passAfter: 1};
	t.deepEqual(paths({}), []);
	t.deepEqual(paths({backups: ['app2'], weights: {app1: 1}}), []);
	t.deepEqual(paths({weights: {app1: 1.5}}), ['weights.app1']);
	t.deepEqual(paths({backups: ['app3'], upstreams: ['app1', 'app2', 'app3']}), ['backups']);
	t.deepEqual(paths({backups: ['app2'], weights: {app1: 2}}), ['weights']);
	t.deepEqual(paths({resolver: {validMs: 500}, healthCheck}), ['resolver']);
});

test("the port of a user's own config is that of its first site", (t) => {
	t.is(caddyPort(render()), 8080);
	t.is(caddyPort(':8088 {\n}'), 8088);
	t.is(caddyPort(':8089'), 8089);
	t.is(caddyPort('{\n\tdebug\n\tlog {\n\t}\n}\n# :1\nhttp://a.example:81, b.example {\n}'), 81);
	t.is(caddyPort('http://a.example {\n}'), 80);
	t.is(caddyPort('a.example\nrespond hello'), 443);
	t.is(caddyPort('(snippet) {\n}\n:80 {\n}'), null);
	t.is(caddyPort('import sites/*'), null);
	t.is(caddyPort('{\n\tdebug'), null);
	t.is(caddyPort(''), null);
});

test('a refusal is told in the words of Caddy, with the line of the config beside it', (t) => {
	const output =
		'{"level":"info","msg":"using config from file"}\nError: adapting config using caddyfile: parsing caddyfile tokens for \'reverse_proxy\': unrecognized subdirective lb_retris, at /etc/caddy/Caddyfile:3';
	t.is(
		explainCaddyRefusal(output, ':80 {\n\treverse_proxy app1:8080 {\n\t\tlb_retris 2\n\t}\n}'),
		"adapting config using caddyfile: parsing caddyfile tokens for 'reverse_proxy': unrecognized subdirective lb_retris, at /etc/caddy/Caddyfile:3\n  line 3: lb_retris 2",
	);
	t.is(explainCaddyRefusal('Error: loading http app module: provision http: no', ':80'), 'loading http app module: provision http: no');
	t.is(explainCaddyRefusal('Valid configuration', ''), null);
});

test('a FastCGI app is reached on a port or a Unix socket, and runs one script whatever is asked for', (t) => {
	const fastcgi = {protocol: 'fastcgi', script: '/srv/app/index.php'} as const;
	const config = renderCaddyfile({
		options: optionsOf({connectTimeoutMs: 111, readTimeoutMs: 222}),
		upstreams: [endpoint('app1', 9000, fastcgi), endpoint('app2', 9000, {...fastcgi, socket: '/run/gatequake/app2.sock'})],
		port: 8080,
	});
	t.regex(config, /\n\t\tto app1:9000 unix\/\/run\/gatequake\/app2\.sock\n/);
	t.regex(
		config,
		/\n\t\ttransport fastcgi \{\n\t\t\troot \/srv\/app\/\n\t\t\tenv SCRIPT_FILENAME \/srv\/app\/index\.php\n\t\t\tdial_timeout 111ms\n\t\t\tread_timeout 222ms\n\t\t\twrite_timeout 222ms\n\t\t\}\n/,
	);
});
