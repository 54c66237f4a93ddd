import test from 'ava';
import {endpoint} from '../helpers/endpoint.ts';
import {checkHttpdOptions, explainHttpdRefusal, httpdPort, renderHttpdConfig, renderHttpdLogging} from '../../src/gateways/httpd-config.ts';
import {defaultGatewayOptions} from '../../src/scenario/defaults.ts';
import type {GatewayOptions} from '../../src/scenario/plan.ts';

const upstreams = [endpoint('app1', 8080), endpoint('app2', 8081)];

function optionsOf(changes: Partial<GatewayOptions>): GatewayOptions {
	return {...defaultGatewayOptions, upstreams: ['app1', 'app2'], ...changes};
}

function render(changes: Partial<GatewayOptions> = {}): string {
	return renderHttpdConfig({options: optionsOf(changes), upstreams, port: 8080});
}

test('every neutral option stands in the config', (t) => {
	const config = render({
		connectTimeoutMs: 111,
		readTimeoutMs: 2000,
		responseHeaderBytes: 5000,
		failTimeoutMs: 4000,
		upstreamKeepalive: 7,
		upstreamConnections: 9,
		weights: {app2: 3},
		backups: ['app1'],
		resolver: {validMs: 5000},
		healthCheck: {path: '/health', intervalMs: 500, timeoutMs: 2000, failAfter: 2, passAfter: 4},
	});
	t.regex(
		config,
		/BalancerMember http:\/\/app1:8080 connectiontimeout=111ms timeout=2 retry=4 responsefieldsize=5000 smax=7 ttl=1 status=\+H max=9 acquire=1ms addressttl=5 hcmethod=GET hcuri=\/health hcinterval=500ms hcfails=2 hcpasses=4\n/,
	);
	t.regex(config, /BalancerMember http:\/\/app2:8081 .* loadfactor=3 /);
});

test('retries are off, or of what could not be connected', (t) => {
	t.regex(render({retries: 'off'}), /maxattempts=0\n/);
	t.regex(render({retries: 'safe'}), /maxattempts=1\n/);
});

test('no keep-alive to the upstream, and no failures that count, are said so', (t) => {
	t.regex(render({upstreamKeepalive: 0}), /disablereuse=On/);
	t.notRegex(render({upstreamKeepalive: 0}), /smax/);
	t.regex(render({maxFails: 0}), /status=\+I/);
});

test('a limit of connections is kept by one process, for each counts its own', (t) => {
	t.regex(render(), /StartServers 2\n/);
	t.regex(render({upstreamConnections: 5}), /StartServers 1\n/);
	t.is(
		/ThreadsPerChild (\d+)/.exec(render({upstreamConnections: 5}))?.[1],
		/MaxRequestWorkers (\d+)/.exec(render({upstreamConnections: 5}))?.[1],
	);
});

test('modules are loaded where they are not built in', (t) => {
	t.regex(render(), /<IfModule !unixd_module>\n\tLoadModule unixd_module modules\/mod_unixd\.so\n<\/IfModule>/);
	t.regex(renderHttpdLogging('/logs'), /<IfModule !log_config_module>/);
});

function paths(changes: Partial<GatewayOptions>): readonly string[] {
	return checkHttpdOptions(optionsOf(changes)).map(({path}) => path);
}

test('what httpd cannot be told exactly is refused', (t) => {
	const healthCheck = {path: '/', intervalMs: 500, timeoutMs: 300, failAfter: 1, passAfter: 1};
	t.deepEqual(paths({}), []);
	t.deepEqual(paths({maxFails: 0, weights: {app1: 2.5}, healthCheck: {...healthCheck, timeoutMs: 1000}}), []);
	t.deepEqual(paths({readTimeoutMs: 1500, failTimeoutMs: 200, resolver: {validMs: 10}}), [
		'readTimeoutMs',
		'failTimeoutMs',
		'resolver.validMs',
	]);
	t.deepEqual(paths({retries: 'all', maxFails: 2}), ['retries', 'maxFails']);
	t.deepEqual(paths({weights: {app1: 0.5, app2: 101}}), ['weights.app1', 'weights.app2']);
	t.deepEqual(paths({healthCheck}), ['healthCheck.timeoutMs']);
});

test("the port of a user's own config is that of its first Listen", (t) => {
	t.is(httpdPort(render()), 8080);
	t.is(httpdPort('ServerName x\n  listen 81\nListen 82'), 81);
	t.is(httpdPort('Listen 127.0.0.1:8088'), 8088);
	t.is(httpdPort('Listen [::]:8089 http'), 8089);
	t.is(httpdPort('#Listen 12.34.56.78:80\nListen 8090'), 8090);
	t.is(httpdPort('ListenBacklog 511'), null);
	t.is(httpdPort(''), null);
});

test('a refusal is told in the words of httpd, with the line of the config beside it', (t) => {
	const output =
		"AH00526: Syntax error on line 2 of /usr/local/apache2/conf/httpd.conf:\nInvalid command 'Lisen', perhaps misspelled or defined by a module not included in the server configuration\n";
	t.is(
		explainHttpdRefusal(output, 'ServerName x\n\tLisen 80\n'),
		"Syntax error on line 2 of /usr/local/apache2/conf/httpd.conf:\nInvalid command 'Lisen', perhaps misspelled or defined by a module not included in the server configuration\n  line 2: Lisen 80",
	);
	t.is(
		explainHttpdRefusal('AH00558: httpd: Could not reliably determine\nAH00534: httpd: Configuration error: No MPM loaded.\n', 'Listen 80'),
		'AH00534: httpd: Configuration error: No MPM loaded.',
	);
	t.is(explainHttpdRefusal('AH00558: httpd: Could not reliably determine\nSyntax OK', ''), null);
});

test('other protocols have their own module and scheme, on a port or a Unix socket, and are told nothing of the limit of a header', (t) => {
	for (const [protocol, scheme] of [
		['fastcgi', 'fcgi'],
		['uwsgi', 'uwsgi'],
	] as const) {
		const way = {protocol, script: '/srv/app/index.php'};
		const config = renderHttpdConfig({
			options: optionsOf({upstreamKeepalive: 7}),
			upstreams: [endpoint('app1', 9000, way), endpoint('app2', 9000, {...way, socket: '/run/gatequake/app2.sock'})],
			port: 8080,
		});
		t.true(config.includes(`LoadModule proxy_${scheme}_module modules/mod_proxy_${scheme}.so`));
		t.false(config.includes('proxy_http_module'));
		t.true(config.includes(`BalancerMember ${scheme}://app1:9000 connectiontimeout=`));
		t.true(config.includes(`BalancerMember unix:/run/gatequake/app2.sock|${scheme}://app2 connectiontimeout=`));
		t.regex(config, /smax=7 ttl=1 enablereuse=On\n/);
		t.notRegex(config, /responsefieldsize/);
		t.is(config.includes('ProxyFCGISetEnvIf true SCRIPT_FILENAME /srv/app/index.php\n'), protocol === 'fastcgi');
	}
});
