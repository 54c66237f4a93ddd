import test from 'ava';
import {decideFiles} from '../../src/init/decide-files.ts';
import type {Decision} from '../../src/init/decide-files.ts';

function decide(files: Readonly<Record<string, string>>): Decision {
	return decideFiles(new Map(Object.entries(files)), '9.9.9');
}

/** The line with the upstreams, and the sentence about the gateway's config. */
function readFrom(files: Readonly<Record<string, string>>): readonly [string, string] {
	const {write, seen} = decide(files);
	const scenario = write.find(({path}) => path.startsWith('gatequake/'))?.text ?? '';
	return [/upstreams: \[(.*)\],/.exec(scenario)?.[1] ?? '', seen[0] ?? ''];
}

const whole = (server: string, rest = '') => `user nginx;\nevents {}\nhttp {\n${rest}\tserver {\n\t\tlisten 80;\n${server}\t}\n}\n`;

test('an empty folder gets a scenario on nginx with a rendered config, a config and a job', (t) => {
	const {write, left, seen, next} = decide({});
	t.deepEqual(
		write.map(({path}) => path),
		['gatequake/app-killed.ts', 'gatequake.config.ts', '.github/workflows/gatequake.yml'],
	);
	t.deepEqual(left, []);
	t.deepEqual(seen, ['no config of a gateway: nginx is run with one made from the scenario']);
	t.is(next, 'npx gatequake run');
	t.regex(write[2]?.text ?? '', /npx --yes gatequake@9\.9\.9 run --inconclusive retry=2 /);
});

test("apps get the names and ports under which nginx's config knows them, those that serve the load first", (t) => {
	const config = whole(
		'\t\tlocation /api/ { proxy_pass http://api:3000/; }\n\t\tlocation / { proxy_pass http://web; }\n',
		'\tupstream web { server web1:8080; server web2; }\n',
	);
	t.deepEqual(readFrom({'deploy/nginx.conf': config}), [
		"node({aliases: ['web1']}), node({aliases: ['web2'], port: 80}), node({aliases: ['api'], port: 3000})",
		'deploy/nginx.conf is run as it is, on nginx; it leads to web1:8080, web2:80, api:3000',
	]);
	const {write} = decide({'deploy/nginx.conf': config});
	t.regex(write[1]?.text ?? '', /config: '\.\/deploy\/nginx\.conf'/);
	t.regex(write[0]?.text ?? '', /one of 2 apps is killed/);
});

test('what an nginx config includes from beside it is read with it', (t) => {
	const files = {
		'nginx/nginx.conf': 'events {}\nhttp { include /etc/nginx/mime.types; include /etc/nginx/conf.d/*.conf; }\n',
		'nginx/conf.d/site.conf': 'server { listen 8000; location /v1/ { proxy_pass http://backend:9000; } }\n',
	};
	t.is(readFrom(files)[0], "node({aliases: ['backend'], port: 9000})");
	t.regex(decide(files).write[0]?.text ?? '', /load: \{path: '\/v1\/items'\}/);
});

test('a part of an nginx config gets a whole one around it', (t) => {
	const {write, seen} = decide({'conf.d/default.conf': 'server { listen 80; location / { proxy_pass http://api:3000; } }\n'});
	t.regex(write.find(({path}) => path === 'gatequake.nginx.conf')?.text ?? '', /http \{\n\tinclude conf\.d\/default\.conf;\n\}/);
	t.regex(write.find(({path}) => path === 'gatequake.config.ts')?.text ?? '', /config: '\.\/gatequake\.nginx\.conf'/);
	t.regex(seen[0] ?? '', /^conf\.d\/default\.conf is run as it is, on nginx; it leads to api:3000/);
});

test('configs of HAProxy and Caddy are read too', (t) => {
	t.deepEqual(
		readFrom({
			'haproxy.cfg':
				'defaults\n  mode http\nfrontend www\n  bind :80\n  use_backend slow if { path_beg /slow }\n  default_backend apps\nbackend slow\n  server s slow:9000\nbackend apps\n  server a app-a:8080 check\n  server b app-b:8080 check\n',
		}),
		[
			"node({aliases: ['app-a']}), node({aliases: ['app-b']}), node({aliases: ['slow'], port: 9000})",
			'haproxy.cfg is run as it is, on haproxy; it leads to app-a:8080, app-b:8080, slow:9000',
		],
	);
	t.is(
		readFrom({
			Caddyfile: ':80 {\n\thandle_path /api/* {\n\t\treverse_proxy api:3000\n\t}\n\treverse_proxy {\n\t\tto web:8000\n\t}\n}\n',
		})[0],
		"node({aliases: ['web'], port: 8000}), node({aliases: ['api'], port: 3000})",
	);
});

const unusable: readonly (readonly [name: string, text: string, because: RegExp])[] = [
	[
		'nginx.conf',
		whole('location / { proxy_pass http://127.0.0.1:3000; }'),
		/leads to 127\.0\.0\.1, which in a container of its own is the gateway/,
	],
	['nginx.conf', whole('location / { proxy_pass http://10.0.0.7; }'), /leads to the address 10\.0\.0\.7/],
	['nginx.conf', whole('location / { proxy_pass http://$backend; }'), /in a way that only nginx can read \(line 6: /],
	['nginx.conf', whole('location / { proxy_pass https://api; }'), /speaks TLS to api/],
	['nginx.conf', whole('location / { proxy_pass http://app2; }'), /calls an app app2, which is a name that Gatequake itself gives/],
	['nginx.conf', whole('location / { return 200; }'), /passes nothing on/],
	['nginx.conf', whole('location ~ \\.php$ { fastcgi_pass php:9000; }'), /with fastcgi_pass/],
	['nginx.conf', 'events {}\nhttp { server { listen 443 ssl; location / { proxy_pass http://api; } } }', /speaks TLS to clients/],
	['nginx.conf', 'events {}\nhttp { server {', /cannot be read: line 2/],
	['haproxy.cfg', 'frontend www\n  bind :80\n  default_backend apps\nbackend apps\n  server a api:80\n', /no `mode http`/],
	['haproxy.cfg', 'defaults\n  mode http\nlisten www\n  bind :443 ssl crt x.pem\n  server a api:80\n', /speaks TLS to clients/],
	['Caddyfile', 'example.com {\n\treverse_proxy api:3000\n}\n', /serves example\.com/],
	['Caddyfile', ':80 {\n\treverse_proxy {$API}\n}\n', /in a way that only Caddy can read: \{\$API\}/],
	['envoy.yaml', 'static_resources: {}\n', /is one of envoy's/],
];
for (const [index, [name, text, because]] of unusable.entries()) {
	test(`a config that cannot be run as it is is not used, and that is said: ${name} ${index + 1}`, (t) => {
		const [upstreams, sentence] = readFrom({[name]: text});
		t.is(upstreams, 'node()');
		t.true(sentence.startsWith(`${name} is not used, for it `), sentence);
		t.regex(sentence, because);
	});
}

test('a server of the same kind stands in for the app, where one kind is found', (t) => {
	t.is(readFrom({'requirements.txt': 'flask\n'})[0], 'gunicorn()');
	t.is(readFrom({Gemfile: '', 'package.json': '{}'})[0], 'puma()', 'a package.json may be for tools');
	t.is(readFrom({'app/Dockerfile': 'FROM python:3.13-slim\n'})[0], 'gunicorn()');
	t.is(readFrom({'pom.xml': '<project/>'})[0], 'tomcat()');
	t.is(readFrom({'requirements.txt': '', Gemfile: ''})[0], 'node()', 'two kinds tell of none');
});

test('the gateway of a compose file is taken where there is no config', (t) => {
	const {seen} = decide({'compose.yaml': 'services:\n  proxy:\n    image: haproxy:3.2\n'});
	t.deepEqual(seen, [
		'no config of a gateway: haproxy is run with one made from the scenario',
		'compose.yaml: no scenario starts its services, for it has no service that could be an app behind proxy',
	]);
});

const theirs = {
	'docker-compose.yml': `version: "3"
services:
  web: {image: "nginx:1.25", ports: ["8080:80"], volumes: ["./nginx.conf:/etc/nginx/nginx.conf"]}
  api: {build: ./api, container_name: shop-api}
`,
	'nginx.conf': whole('location / { proxy_pass http://api:3000; }'),
};

test('services of a compose file get a scenario that starts them, which runs with the other one', (t) => {
	const {write, seen, next} = decide(theirs);
	t.deepEqual(
		write.map(({path}) => path),
		['gatequake/app-killed.ts', 'gatequake/compose-app-killed.ts', 'gatequake.config.ts', '.github/workflows/gatequake.yml'],
	);
	t.is(seen.at(-1), 'docker-compose.yml: gatequake/compose-app-killed.ts starts its services: web, with api:3000 behind it');
	const text = write[1]?.text ?? '';
	t.regex(
		text,
		/compose\('\.\.\/docker-compose\.yml', \{\n\t\tgateway: 'web',\n\t\tupstreams: \['api:3000'\],\n.*\n\t\turl: 'http:\/\/web\/',\n\t\tsoftware: 'nginx',/,
	);
	t.regex(text, /\/\/ Stop your own copy first \(docker compose down\): port 8080, the name shop-api can be there only once/);
	t.notRegex(text, /Not certain/);
	t.regex(write[2]?.text ?? '', /scenarios: \['gatequake\/\*\.ts'\]/);
	t.is(next, 'npx gatequake run');
	const {next: beside} = decide({...theirs, 'gatequake.config.ts': ''});
	t.is(beside, 'npx gatequake run gatequake/app-killed.ts gatequake/compose-app-killed.ts --gateway nginx --config own=nginx.conf');
});

test('a scenario of which something is not certain says so, and is run only by its name', (t) => {
	const {write, besides} = decide({
		...theirs,
		'docker-compose.yml': `${theirs['docker-compose.yml']}    environment: ["TOKEN=$TOKEN"]\n`.replace(
			'api: {build: ./api, container_name: shop-api}',
			'api:\n    build: ./api',
		),
	});
	t.regex(write[1]?.text ?? '', /\/\/ Not certain\..*\n\/\/ - the environment has to have TOKEN, in CI too/);
	t.regex(write[2]?.text ?? '', /scenarios: \['gatequake\/app-killed\.ts'\]/);
	t.regex(
		besides[0] ?? '',
		/look at the first lines of gatequake\/compose-app-killed\.ts, .*npx gatequake run gatequake\/compose-app-killed\.ts/,
	);
});

test('a folder for reports that git would see is named', (t) => {
	t.regex(decide({}).besides.join(), /\.gitignore/);
	t.deepEqual(decide({'.gitignore': 'node_modules\n/reports/\n'}).besides, []);
});

test('what is there is left, and the command names what a config of theirs may not', (t) => {
	const {write, left, next} = decide({
		'gatequake.config.js': 'export default {};',
		'nginx.conf': whole('location / { proxy_pass http://api:3000; }'),
		'.github/workflows/gatequake.yml': 'mine',
	});
	t.deepEqual(left, ['gatequake.config.js', '.github/workflows/gatequake.yml']);
	t.deepEqual(
		write.map(({path}) => path),
		['gatequake/app-killed.ts'],
	);
	t.is(next, 'npx gatequake run gatequake/app-killed.ts --gateway nginx --config own=nginx.conf');
});

test('files are modules whatever package.json says, and a package that has Gatequake runs its own', (t) => {
	const {write, next} = decide({
		'package.json': '{"type": "commonjs", "devDependencies": {"gatequake": "^0.1.0"}}',
		'package-lock.json': '',
	});
	t.deepEqual(
		write.map(({path}) => path),
		['gatequake/app-killed.mts', 'gatequake.config.mts', '.github/workflows/gatequake.yml'],
	);
	t.regex(write[1]?.text ?? '', /gatequake\/\*\.mts/);
	t.regex(write[2]?.text ?? '', /- run: npm ci\n[^]*- run: npx gatequake run /);
	t.is(next, 'npx gatequake run');
});
