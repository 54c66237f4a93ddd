// The texts are what the programs print: HAProxy 3.2 (-dC), httpd 2.4 (DUMP_CONFIG), Caddy 2.11 (adapt), Varnish 7.7 (vcl.show).
import test from 'ava';
import {configTargets} from '../../src/diagnosis/config-targets.ts';

const handler = (rest: object) => ({handle: [{handler: 'subroute', routes: [{handle: [{handler: 'reverse_proxy', ...rest}]}]}]});
const endpoint = (address: object) => ({lb_endpoints: [{endpoint: {address}}]});
const socket = (address: string, port: number) => ({socket_address: {address, port_value: port}});
const nowhere = {upstreams: [], errorLogs: []};

test('HAProxy’s servers are asked in HTTP, over sockets too; those behind TLS and FastCGI are not', (t) => {
	const printed = `global \n\tlog stdout format raw local0 \nbackend b \n\tserver a 127.0.0.1:3000 \n\tserver s unix@/tmp/app.sock check \n\tserver t 10.0.0.9:443 ssl verify none \n\tserver f 10.0.0.8:9000 proto fcgi \n`;
	t.deepEqual(configTargets('haproxy', printed), {upstreams: ['127.0.0.1:3000', 'unix:/tmp/app.sock'], errorLogs: []});
});

test('httpd’s directives are read with their variables filled in, as it prints them', (t) => {
	const printed = `# In file: /etc/apache2/sites-enabled/000-default.conf
#   1:
<VirtualHost *:80>
  #   2:
  ErrorLog /var/log/apache2/error.log
  <Proxy balancer://b>
    BalancerMember http://127.0.0.1:3000 route=1
  </Proxy>
  ProxyPass / balancer://b/
  ProxyPass "/x" "http://127.0.0.1:3999/" retry=0
  ProxyPassMatch ^/(.*\\.php)$ fcgi://127.0.0.1:9000/srv/$1
  ProxyPass /s https://127.0.0.1:8443/
  <FilesMatch \\.php$>
    SetHandler "proxy:unix:/run/php/fpm.sock|fcgi://localhost/"
  </FilesMatch>
</VirtualHost>
`;
	t.deepEqual(configTargets('httpd', printed), {
		upstreams: ['127.0.0.1:3000', '127.0.0.1:3999', 'fastcgi://127.0.0.1:9000', 'fastcgi://unix:/run/php/fpm.sock'],
		errorLogs: ['/var/log/apache2/error.log'],
	});
});

test('Caddy’s JSON has its upstreams wherever a handler stands, and the files of its logs', (t) => {
	const printed = JSON.stringify({
		logging: {logs: {default: {writer: {output: 'file', filename: '/var/log/caddy.log'}}}},
		apps: {
			http: {
				servers: {
					srv0: {
						routes: [
							handler({upstreams: [{dial: '127.0.0.1:3000'}, {dial: 'unix//tmp/app.sock'}]}),
							handler({upstreams: [{dial: 'php:9000'}], transport: {protocol: 'fastcgi'}}),
							handler({upstreams: [{dial: 'secure:443'}], transport: {protocol: 'http', tls: {}}}),
							handler({upstreams: [{dial: '{http.request.host}:80'}]}),
						],
					},
				},
			},
		},
	});
	t.deepEqual(configTargets('caddy', printed), {
		upstreams: ['127.0.0.1:3000', 'unix:/tmp/app.sock', 'fastcgi://php:9000'],
		errorLogs: ['/var/log/caddy.log'],
	});
});

test('Envoy’s dump has the endpoints of its clusters, static and told later, and not where it listens', (t) => {
	const printed = JSON.stringify({
		configs: [
			{static_listeners: [{listener: {address: socket('0.0.0.0', 8080)}}]},
			{
				static_clusters: [
					{
						cluster: {
							name: 'a',
							load_assignment: {endpoints: [endpoint(socket('127.0.0.1', 3000)), endpoint({pipe: {path: '/tmp/app.sock'}})]},
						},
					},
					{
						cluster: {
							name: 't',
							transport_socket: {name: 'envoy.transport_sockets.tls'},
							load_assignment: {endpoints: [endpoint(socket('10.0.0.9', 443))]},
						},
					},
				],
			},
			{dynamic_endpoint_configs: [{endpoint_config: {cluster_name: 'e', endpoints: [endpoint(socket('::1', 3001))]}}]},
		],
	});
	t.deepEqual(configTargets('envoy', printed).upstreams, ['127.0.0.1:3000', 'unix:/tmp/app.sock', '[::1]:3001']);
});

test('of Traefik’s files the servers’ addresses and its own log count, in YAML and TOML', (t) => {
	t.deepEqual(
		configTargets(
			'traefik',
			'log:\n  filePath: /var/log/traefik.log\nservers:\n  - url: "http://10.0.0.2:8080/"\n  - url: https://secure\n',
		),
		{
			upstreams: ['10.0.0.2:8080'],
			errorLogs: ['/var/log/traefik.log'],
		},
	);
	t.deepEqual(configTargets('traefik', '[[http.services.a.loadBalancer.servers]]\n  url = "http://app1"\n').upstreams, ['app1:80']);
});

test('Varnish’s backends are read without what stands in comments', (t) => {
	const printed = `// VCL.SHOW 0 234 /etc/varnish/default.vcl
vcl 4.1;
backend default { .host = "127.0.0.1"; .port = "3000"; }
# backend old { .host = "old"; }
backend sock { .path = "/tmp/app.sock"; }
backend none none;
backend short { .host = "app1"; }
`;
	t.deepEqual(configTargets('varnish', printed).upstreams, ['127.0.0.1:3000', 'unix:/tmp/app.sock', 'app1:80']);
});

test('a text that is none leads nowhere, and so does a gateway that nobody knows', (t) => {
	for (const gateway of ['nginx', 'haproxy', 'httpd', 'caddy', 'envoy', 'traefik', 'varnish', 'another']) {
		t.deepEqual(configTargets(gateway, ''), nowhere, gateway);
		t.deepEqual(configTargets(gateway, '\u0000{"a": [null, 1'), nowhere, gateway);
	}
});
