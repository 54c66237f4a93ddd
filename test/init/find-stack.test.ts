import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import type {ExecutionContext} from 'ava';
import {gateways} from '../../src/gateways/gateways.ts';
import {nginx} from '../../src/gateways/nginx.ts';
import {decideFiles} from '../../src/init/decide-files.ts';
import {findStack} from '../../src/init/find-stack.ts';
import type {FoundStack} from '../../src/init/find-stack.ts';
import {loadScenarios} from '../../src/scenario/load-scenario.ts';
import {makePlans} from '../../src/scenario/make-plans.ts';
import {plainPlanOptions} from '../../src/scenario/plan-options.ts';
import {temporaryFolder} from '../helpers/command.ts';

function find(compose: string, others: Readonly<Record<string, string>> = {}) {
	return findStack(new Map(Object.entries({'compose.yaml': compose, ...others})));
}

/** What is not named is not looked at; of doubts, words that each of them has. */
type Expected = Partial<Omit<FoundStack, 'doubts'>> & {readonly doubts?: readonly RegExp[]};

const finds = test.macro(
	(t: ExecutionContext, compose: string, others: Readonly<Record<string, string>>, {doubts = [], ...expected}: Expected) => {
		const found = find(compose, others);
		if (found === null || 'because' in found) {
			t.fail(found?.because);
			return;
		}

		t.like(found, expected);
		t.is(found.doubts.length, doubts.length, found.doubts.join('\n'));
		for (const [index, doubt] of doubts.entries()) t.regex(found.doubts[index] ?? '', doubt);
	},
);

const refuses = test.macro((t: ExecutionContext, compose: string, because: RegExp) => {
	const found = find(compose);
	t.true(found !== null && 'because' in found && because.test(found.because), JSON.stringify(found));
});

const site = (location: string, rest = '') => `server {\n\tlisten 80;\n\tlocation ${location} { ${rest} }\n}\n`;

test(
	'the long way to write things is the short one',
	finds,
	`
x-common: &common
  restart: always
services:
  proxy:
    <<: *common
    image: nginx:1.27
    ports: [{target: 8080, published: "\${PORT:-8081}", protocol: tcp, mode: host}]
    volumes: [{type: bind, source: ./proxy, target: /etc/nginx/conf.d}]
    depends_on: {api: {condition: service_healthy}}
  api:
    image: "acme/api:\${TAG:-latest}"
    environment: {A: 1}
`,
	{'proxy/site.conf': site('/', 'proxy_pass http://api:3000;')},
	{
		gateway: 'proxy',
		app: 'api',
		upstreams: ['api:3000'],
		url: 'http://proxy:8080/',
		software: 'nginx',
		isPool: false,
		onlyOnce: ['port 8081'],
	},
);

test(
	'a gateway that is built is known by the last stage of its Dockerfile, and its config by where it is built',
	finds,
	`
services:
  edge: {build: {context: edge, dockerfile: prod.Dockerfile}}
  api: {build: ./api}
`,
	{
		'edge/prod.Dockerfile':
			'FROM node:22 AS assets\nRUN npm run build\nFROM --platform=linux/amd64 nginx:alpine\nCOPY --from=assets /x /y\nCOPY site.conf /etc/nginx/conf.d/default.conf\n',
		'edge/site.conf': site('/api/', 'proxy_pass http://api:3000/;'),
	},
	{gateway: 'edge', software: 'nginx', upstreams: ['api:3000'], url: 'http://edge/api/', isPathKnown: false},
);

test(
	'a service that serves files with nginx is not taken for the gateway before it, nor a database for an app',
	finds,
	`
services:
  frontend: {build: ./frontend, expose: [80]}
  db: {image: "registry.acme.test:5000/library/postgres:16"}
  api: {build: ./api}
  proxy: {image: "haproxy:3.0", ports: ["80:80"], volumes: ["./haproxy.cfg:/usr/local/etc/haproxy/haproxy.cfg:ro"]}
`,
	{
		'frontend/Dockerfile': 'FROM nginx:alpine\nCOPY . /usr/share/nginx/html\n',
		'haproxy.cfg':
			'defaults\n  mode http\nfrontend f\n  bind *:80\n  default_backend b\nbackend b\n  server one api:3000\n  server two frontend:80\n',
	},
	{gateway: 'proxy', software: 'haproxy', upstreams: ['api:3000', 'frontend:80'], isPool: true},
);

test(
	'two gateways of which neither is the likelier one are a doubt',
	finds,
	`
services:
  caddy: {image: "caddy:2", ports: ["80:80"]}
  envoy: {image: "envoyproxy/envoy:v1.30", ports: ["10000:10000"]}
  app: {image: acme/app}
`,
	{},
	{
		gateway: 'caddy',
		software: 'caddy',
		upstreams: ['app'],
		doubts: [/is caddy the gateway\? envoy looks like one, too/, /taken because nothing else is there/],
	},
);

test(
	'a health check over HTTP knows a path that is answered, where everything is passed on',
	finds,
	`
services:
  nginx: {image: nginx, volumes: ["./site.conf:/etc/nginx/conf.d/site.conf"]}
  api:
    image: acme/api
    healthcheck: {test: ["CMD-SHELL", "wget -qO- http://127.0.0.1:3000/healthz || exit 1"]}
`,
	{'site.conf': site('/', 'proxy_pass http://api:3000;')},
	{url: 'http://nginx/healthz', isPathKnown: true},
);

test(
	'a service that is several containers is a pool',
	finds,
	`
services:
  nginx: {image: nginx, volumes: ["./site.conf:/etc/nginx/conf.d/site.conf"]}
  api: {image: acme/api, deploy: {replicas: 3}}
`,
	{'site.conf': site('/', 'proxy_pass http://api:3000;')},
	{upstreams: ['api:3000'], isPool: true},
);

test(
	'without a config that could be read, what the gateway waits for is taken, but no database; and a port for TLS is pointed out',
	finds,
	`
services:
  web: {image: "nginx:stable", ports: ["80:80", "443:443"], links: ["app:backend", db]}
  app: {build: .}
  other: {build: ./other}
  db: {image: mysql}
`,
	{},
	{gateway: 'web', upstreams: ['app'], doubts: [/It listens on 443, too/, /because web depends on them/]},
);

test(
	'names of services are found in a config that no grammar here reads',
	finds,
	`
services:
  web: {image: "httpd:2.4", ports: ["8080:80"], volumes: ["./site.conf:/usr/local/apache2/conf/extra/site.conf"]}
  app.one: {image: acme/app}
  app: {image: acme/app}
`,
	{'site.conf': '<VirtualHost *:80>\n# ProxyPass / http://app:1/\nProxyPass / http://app.one:9000/\n</VirtualHost>\n'},
	{software: 'httpd', upstreams: ['app.one:9000'], doubts: [/was not read as a whole/]},
);

test(
	'labels of Traefik lead to services',
	finds,
	`
services:
  traefik: {image: "traefik:v3", ports: ["80:80"]}
  whoami: {image: traefik/whoami, labels: ["traefik.http.routers.w.rule=Host(\`w.test\`)", "traefik.http.services.w.loadbalancer.server.port=8000"]}
  shop: {image: acme/shop, labels: {traefik.http.routers.s.rule: "PathPrefix(\`/s\`)"}}
`,
	{},
	{gateway: 'traefik', upstreams: ['whoami:8000', 'shop'], doubts: [/where they ask for a Host/]},
);

test(
	'what only its name tells of is a doubt, as is what has to be there already',
	finds,
	`
services:
  gateway: {image: "acme.test/edge:3"}
  shop: {image: acme.test/shop}
networks: {front: {external: true}}
volumes: {data: {}}
`,
	{},
	{software: null, doubts: [/Only its name says so/, /nothing else is there/, /not taken down: network front/]},
);

test(
	'variables without a default, and files that were not read, are a doubt',
	finds,
	`
include: [more.yaml, {path: infra/gone.yaml}]
services:
  nginx: {image: "nginx:\${NGINX}", volumes: ["./site.conf:/etc/nginx/conf.d/site.conf"], labels: ["price=$$5", "\${SET-}"]}
  api: {extends: {file: base.yaml, service: api}, environment: ["KEY=\${KEY:?needed}"]} # \${COMMENT}
`,
	{'site.conf': site('/', 'proxy_pass http://api:3000;'), 'more.yaml': 'services: {worker: {image: acme/worker, environment: ["$MORE"]}}'},
	{gateway: 'nginx', upstreams: ['api:3000'], doubts: [/has to have KEY, MORE, NGINX,/, /not looked at: infra\/gone\.yaml, base\.yaml/]},
);

test('an override beside it is not read, which is said', (t) => {
	const found = find('services: {nginx: {image: nginx}, api: {build: .}}', {
		'compose.override.yml': 'services: {}',
		'other.override.yml': '',
	});
	t.true(found !== null && 'doubts' in found && found.doubts.some((doubt) => /stand without compose\.override\.yml\?/.test(doubt)));
});

test('what is written for a stack is a scenario, and becomes a plan', async (t) => {
	await using folder = await temporaryFolder();
	const files = new Map([
		[
			'deploy/compose.yaml',
			'services: {web_1: {image: nginx, ports: ["8443:443"], volumes: ["./site.conf:/etc/nginx/conf.d/site.conf"]}, api-v2.x: {image: a}, api: {image: b}}',
		],
		[
			'deploy/site.conf',
			'upstream all { server api-v2.x:3000; server api; }\nserver { listen 80; location /v1/ { proxy_pass http://all; } }\n',
		],
	]);
	for (const [name, text] of [...files, ...decideFiles(files, '1.0.0').write.map((each) => [each.path, each.text] as const)]) {
		mkdirSync(path.dirname(path.join(folder.path, name)), {recursive: true});
		writeFileSync(path.join(folder.path, name), text);
	}

	const loaded = await loadScenarios(['gatequake/*.ts'], folder.path);
	const {runs} = makePlans(loaded, plainPlanOptions({gateways: [nginx], knownGateways: gateways, seed: 1}));
	const stack = runs.find(({plan}) => plan.scenario === 'compose-app-killed')?.plan.stack;
	t.like(stack, {
		url: 'http://web_1/v1/',
		composeFile: path.join(folder.path, 'deploy/compose.yaml'),
		containers: {gateway: 'web_1', app1: 'api-v2.x', app2: 'api'},
	});
});

test('a file that is none', refuses, 'services:\n  - a: [', /^cannot be read: /);
test(
	'a file whose aliases grow without bound',
	refuses,
	'a: &a [1, 1]\nb: &b [*a, *a, *a, *a]\nc: &c [*b, *b, *b, *b]\nd: &d [*c, *c, *c, *c]\ne: &e [*d, *d, *d, *d]\nservices: {x: {ports: [*e, *e]}}',
	/^cannot be read: /,
);
test('services that are a list', refuses, 'services: [nginx, api]', /^has no services$/);
test('no gateway', refuses, 'services: {api: {build: .}, db: {image: postgres}}', /^has no service that looks like a gateway \(api, db\)$/);
test('no app', refuses, 'services: {nginx: {image: nginx}, db: {image: postgres}}', /^has no service that could be an app behind nginx$/);
test(
	'a gateway for a profile only',
	refuses,
	'services: {lb: {image: haproxy, profiles: [prod]}, api: {build: .}}',
	/^starts its gateway, lb, only for a profile/,
);
test(
	'a gateway in the network of the host',
	refuses,
	'services: {nginx: {image: nginx, network_mode: host}, api: {build: .}}',
	/^puts nginx on a network that is not its own \(host\)/,
);

test('the compose file nearest to the folder is taken, and none where there is none', (t) => {
	t.is(findStack(new Map()), null);
	const text = 'services: {nginx: {image: nginx}, api: {build: .}}';
	t.is(
		findStack(
			new Map([
				['deploy/compose.yml', text],
				['docker-compose.yml', text],
			]),
		)?.file,
		'docker-compose.yml',
	);
	t.is(findStack(new Map([['compose.prod.yml', text]])), null);
});
