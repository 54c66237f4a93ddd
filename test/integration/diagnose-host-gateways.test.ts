// What each gateway tells of its config on a plain machine, by the command as a user gives it: containers play machines, with an app on port
// 3000, and nobody on port 3999. None of them has been told anything for it, but for Envoy, whose interface is off by default.
import {realpathSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import type {HostDiagnosis} from '../../src/diagnosis/host-diagnosis.ts';
import {startForeignContainer} from '../helpers/foreign-container.ts';
import {projectFolder} from '../helpers/source-file.ts';
import {openTestRuntime} from '../helpers/test-runtime.ts';
import {waitUntil} from '../helpers/wait-until.ts';

interface Machine {
	readonly image: 'haproxy' | 'httpd' | 'caddy' | 'envoy' | 'traefik' | 'varnish';
	/** By their names. */
	readonly files: Readonly<Record<string, string>>;
	readonly command: string;
	readonly configBy: RegExp;
}

const envoyCluster = (name: string, port: number) =>
	`{name: ${name}, type: STATIC, load_assignment: {cluster_name: ${name}, endpoints: [{lb_endpoints: [{endpoint: {address: {socket_address: {address: 127.0.0.1, port_value: ${port}}}}}]}]}}`;

const machines: readonly Machine[] = [
	{
		image: 'haproxy',
		files: {
			'/tmp/haproxy.cfg': `defaults
	mode http
	timeout connect 1s
	timeout client 1s
	timeout server 1s
frontend all
	bind :8080
	use_backend gone if { path /gone }
	default_backend apps
backend apps
	server one 127.0.0.1:3000
backend gone
	server two 127.0.0.1:3999
`,
		},
		command: 'cd /tmp && exec haproxy -f haproxy.cfg',
		configBy: /haproxy -c -dC -f \/tmp\/haproxy\.cfg$/,
	},
	{
		image: 'httpd',
		files: {
			'/tmp/httpd.conf': `ServerName here
PidFile /tmp/httpd.pid
LoadModule mpm_event_module modules/mod_mpm_event.so
LoadModule authz_core_module modules/mod_authz_core.so
LoadModule proxy_module modules/mod_proxy.so
LoadModule proxy_http_module modules/mod_proxy_http.so
Listen 8080
ErrorLog \${LOGS}/httpd.log
ProxyPass /gone http://127.0.0.1:3999/
ProxyPass / http://127.0.0.1:3000/
`,
		},
		command: 'export LOGS=/tmp && exec httpd -f /tmp/httpd.conf -D FOREGROUND',
		configBy: /-f \/tmp\/httpd\.conf -D FOREGROUND -C LoadModule info_module \S+ -t -D DUMP_CONFIG$/,
	},
	{
		image: 'caddy',
		files: {'/tmp/Caddyfile': ':8080 {\n\treverse_proxy /gone 127.0.0.1:3999\n\treverse_proxy 127.0.0.1:3000\n}\n'},
		command: 'exec caddy run --config /tmp/Caddyfile',
		configBy: /^GET http:\/\/127\.0\.0\.1:2019\/config\/$/,
	},
	{
		image: 'envoy',
		files: {
			'/tmp/envoy.yaml': `admin: {address: {socket_address: {address: 127.0.0.1, port_value: 9901}}}
static_resources:
  listeners:
  - address: {socket_address: {address: 0.0.0.0, port_value: 8080}}
    filter_chains:
    - filters:
      - name: envoy.filters.network.http_connection_manager
        typed_config:
          '@type': type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
          stat_prefix: all
          http_filters: [{name: envoy.filters.http.router, typed_config: {'@type': type.googleapis.com/envoy.extensions.filters.http.router.v3.Router}}]
          route_config: {virtual_hosts: [{name: all, domains: ['*'], routes: [{match: {prefix: /gone}, route: {cluster: gone}}, {match: {prefix: /}, route: {cluster: apps}}]}]}
  clusters:
  - ${envoyCluster('apps', 3000)}
  - ${envoyCluster('gone', 3999)}
`,
		},
		command: 'exec envoy -c /tmp/envoy.yaml --log-level error',
		configBy: /^GET http:\/\/127\.0\.0\.1:9901\/config_dump/,
	},
	{
		image: 'traefik',
		files: {
			'/tmp/traefik.yml': 'entryPoints: {web: {address: ":8080"}}\nproviders:\n  file:\n    filename: /tmp/dynamic.yml\n',
			'/tmp/dynamic.yml': `http:
  routers:
    gone: {rule: "Path(\`/gone\`)", service: gone}
    apps: {rule: "PathPrefix(\`/\`)", service: apps}
  services:
    apps: {loadBalancer: {servers: [{url: "http://127.0.0.1:3000"}]}}
    gone: {loadBalancer: {servers: [{url: "http://127.0.0.1:3999"}]}}
`,
		},
		command: 'exec traefik --configfile=/tmp/traefik.yml',
		configBy: /^the files \/tmp\/traefik\.yml \/tmp\/dynamic\.yml$/,
	},
	{
		image: 'varnish',
		files: {
			'/tmp/default.vcl': `vcl 4.1;
backend apps { .host = "127.0.0.1"; .port = "3000"; }
backend gone { .host = "127.0.0.1"; .port = "3999"; }
sub vcl_recv { if (req.url == "/gone") { set req.backend_hint = gone; } return (pass); }
`,
		},
		command: 'exec varnishd -j none -F -n /tmp/varnish -f /tmp/default.vcl -a :8080',
		configBy: /^varnishadm -n \/tmp\/varnish vcl\.show -v boot$/,
	},
];

const app = 'require("node:http").createServer((_, response) => response.end("well")).listen(3000)';
const node = process.execPath;

test('every gateway tells where it leads to, by what it runs with', async (t) => {
	await using runtime = await openTestRuntime();
	const folders = [...new Set([path.dirname(node), projectFolder, realpathSync(path.join(projectFolder, 'node_modules'))])];
	for (const {image, files, command, configBy} of machines) {
		const {reference} = await runtime.ensureImage(image);
		const writes = Object.entries(files).flatMap(([name, content]) => [name, content]);
		const script = 'node=$1; app=$2; command=$3; shift 3; while [ $# -gt 0 ]; do printf "%s" "$2" >"$1"; shift 2; done';
		const start = `${script}; "$node" -e "$app" & sh -c "$command" >/tmp/out 2>&1 & sleep 600`;
		await using machine = await startForeignContainer(reference, ['sh', '-c', start, 'sh', node, app, command, ...writes], folders);
		const ask = `fetch('http://127.0.0.1:8080/').then(({status}) => console.log('got ' + status), () => {}), ''`;
		await waitUntil(`${image} to answer`, 60_000, async () => (await machine.run([node, '-p', ask])).includes('got 200'));
		const cli = path.join(projectFolder, 'src/cli/main.ts');
		const printed = await machine.run([node, '--no-warnings', cli, 'diagnose', '--host', '--json']);
		// What the command writes; its schema has a test of its own.
		const told: HostDiagnosis = JSON.parse(printed);
		t.is(told.gateway, image);
		t.regex(told.configBy ?? '', configBy, told.notSeen.join('\n'));
		const evidence = (name: string) =>
			told.checklist
				.find((each) => each.name === name)
				?.evidence.toSorted()
				.join('\n') ?? '';
		t.is(evidence('is-listening'), '127.0.0.1:3999: nobody listens there', image);
		t.regex(evidence('answers-directly'), /^127\.0\.0\.1:3999: ECONNREFUSED after \d+ ms$/, image);
		t.is(evidence('target-matches'), '127.0.0.1:3000 leads to 127.0.0.1\n127.0.0.1:3999 leads to 127.0.0.1', image);
	}
});
