import test from 'ava';
import {endpoint} from '../helpers/endpoint.ts';
import {explainHaproxyRefusal, haproxyPort, renderHaproxyConfig} from '../../src/gateways/haproxy-config.ts';
import {haproxy} from '../../src/gateways/haproxy.ts';
import {defaultGatewayOptions} from '../../src/scenario/defaults.ts';
import type {GatewayOptions} from '../../src/scenario/plan.ts';

const both = [endpoint('app1', 8080), endpoint('app2', 8081)];

function render(options: Partial<GatewayOptions> = {}, upstreams = both) {
	return renderHaproxyConfig({
		options: {...defaultGatewayOptions, ...options, upstreams: upstreams.map(({name}) => name)},
		upstreams,
		port: 8080,
	});
}

test('time-outs stand in the config in milliseconds', (t) => {
	const config = render({connectTimeoutMs: 111, readTimeoutMs: 222});
	t.regex(config, /timeout connect 111ms/);
	t.regex(config, /timeout server 222ms/);
});

test('the room for a header section is what is left of a buffer, and buffers are multiples of 16 bytes', (t) => {
	for (const responseHeaderBytes of [4096, 5000, 16_384]) {
		const config = render({responseHeaderBytes});
		const buffer = Number(/tune\.bufsize (\d+)/.exec(config)?.[1]);
		const rest = Number(/tune\.maxrewrite (\d+)/.exec(config)?.[1]);
		t.is(buffer % 16, 0);
		t.is(buffer - rest, responseHeaderBytes + 79);
		t.true(rest >= 1024 && rest < buffer / 2 + 1024);
	}
});

test('each upstream is tried once; with only one there are no retries', (t) => {
	t.regex(render(), /retries 1\n/);
	t.regex(render({}, both.slice(0, 1)), /retries 0\n/);
	t.regex(render({retries: 'off'}), /retries 0\n/);
});

test('a POST that was sent is tried again only where everything is', (t) => {
	const rule = /http-request disable-l7-retry if \{ method POST LOCK PATCH \}/;
	t.regex(render({retries: 'safe'}), rule);
	t.notRegex(render({retries: 'all'}), rule);
	t.notRegex(render({retries: 'off'}), /retry-on/);
});

test('failed connections take a server down where there is another one, and never the only one', (t) => {
	t.regex(
		render({maxFails: 3, failTimeoutMs: 4000}),
		/app2 app2:8081 .*downinter 4000ms.* observe layer4 error-limit 3 on-error mark-down/,
	);
	t.notRegex(render({}, both.slice(0, 1)), /observe/);
	t.notRegex(render({maxFails: 0}), /observe|check/);
});

test('a health check of its own sets the pace, beside what connections tell', (t) => {
	const config = render({healthCheck: {path: "/it's up", intervalMs: 500, timeoutMs: 300, failAfter: 2, passAfter: 3}});
	t.regex(config, /http-check send meth GET uri '\/it'\\''s up'/);
	t.regex(config, /timeout check 300ms/);
	t.regex(config, /check inter 500ms fall 2 rise 3 observe layer4/);
});

test('over the limit a request waits in the queue, or is given up at once', (t) => {
	const limited = render({upstreamConnections: 9});
	t.regex(limited, /maxconn 9/);
	t.regex(limited, /timeout queue 1ms/);
	const queued = render({upstreamConnections: 9, queue: {length: 5, timeoutMs: 400}});
	t.regex(queued, /timeout queue 400ms/);
	t.regex(queued, /deny_status 503 if \{ queue\(apps\) ge 5 \}/);
});

test('weights, backups and a resolver stand beside the servers', (t) => {
	const config = render({weights: {app2: 3}, backups: ['app2'], resolver: {validMs: 1500}});
	t.regex(config, /server app1 app1:8080 weight 1 /);
	t.regex(config, /server app2 app2:8081 weight 3 .* resolvers engine init-addr libc,none backup\n/);
	t.regex(config, /timeout resolve 1500ms/);
});

test('weights that are no whole numbers up to 256 are refused', (t) => {
	const options = {...defaultGatewayOptions, upstreams: ['app1']};
	t.deepEqual(haproxy.check?.({...options, weights: {app1: 256}}), []);
	t.deepEqual(
		haproxy.check?.({...options, weights: {app1: 0.5, app2: 257}})?.map(({path}) => path),
		['weights.app1', 'weights.app2'],
	);
});

test("the port of a user's own config is that of its first bind", (t) => {
	t.is(haproxyPort('frontend a\n bind :8088\n bind :9000'), 8088);
	t.is(haproxyPort('\tbind [::]:81 v4v6'), 81);
	t.is(haproxyPort('\tbind ipv4@127.0.0.1:82 ssl crt /a.pem'), 82);
	t.is(haproxyPort('\tbind /run/a.sock,:83'), 83);
	t.is(haproxyPort('# bind :80\nlisten x\n bind *:84'), 84);
	t.is(haproxyPort('\tbind unix@/run/x.sock'), null);
	t.is(haproxyPort('global'), null);
});

test('a refusal is told in the words of HAProxy, with the line of the config beside each', (t) => {
	const output = [
		'[NOTICE]   (685) : haproxy version is 3.2.26-1',
		"[ALERT]    (685) : config : parsing [/etc/haproxy/haproxy.cfg:2] : unknown keyword 'bnd' in 'frontend' section; did you mean 'bind' maybe ?",
		'[ALERT]    (685) : config : Error(s) found in configuration file : /etc/haproxy/haproxy.cfg',
		'[ALERT]    (685) : config : Fatal errors found in configuration.',
	].join('\n');
	t.is(
		explainHaproxyRefusal(output, 'frontend a\n\tbnd :80\n'),
		"config : parsing [/etc/haproxy/haproxy.cfg:2] : unknown keyword 'bnd' in 'frontend' section; did you mean 'bind' maybe ?\n  line 2: bnd :80",
	);
	t.is(explainHaproxyRefusal('all is well', ''), null);
});

test('a FastCGI app is reached on a port or a Unix socket, and runs one script whatever is asked for', (t) => {
	const fastcgi = {protocol: 'fastcgi', script: '/srv/app/index.php'} as const;
	const apps = [endpoint('app1', 9000, fastcgi), endpoint('app2', 9000, {...fastcgi, socket: '/run/gatequake/app2.sock'})];
	const config = render({}, apps);
	t.regex(config, /fcgi-app apps\n\tdocroot \/srv\/app\/\n\tset-param SCRIPT_FILENAME \/srv\/app\/index\.php\n\toption keep-conn\n/);
	t.regex(config, /\n\tuse-fcgi-app apps\n/);
	t.regex(config, /server app1 app1:9000 proto fcgi weight/);
	t.regex(config, /server app2 unix@\/run\/gatequake\/app2\.sock proto fcgi weight/);
	const checked = render({healthCheck: {path: '/healthz', intervalMs: 500, timeoutMs: 300, failAfter: 2, passAfter: 2}}, apps);
	t.regex(checked, /\n\tpath-info \^\(\/index\.php\)\(\/\.\*\)\?\$\n/);
	t.regex(checked, /uri '\/index\.php\/healthz' ver/);
	t.regex(render({upstreamKeepalive: 0}, apps), /\n\tno option keep-conn\n/);
	t.notRegex(render(), /fcgi/);
});
