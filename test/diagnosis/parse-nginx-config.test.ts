import test from 'ava';
import {LogReading} from '../../src/diagnosis/log-reading.ts';
import {parseNginxConfig} from '../../src/diagnosis/parse-nginx-config.ts';

const config = `worker_processes auto; # a comment; with { signs }
http {
	log_format main '$remote_addr "$request" {}';
	upstream apps { server 10.0.0.3:8080 max_fails=1; keepalive 32; }
	server {
		listen 80;
		location ~ "^/a{2}" {
			proxy_pass http://apps\${request_uri};
			proxy_connect_timeout 1s;
		}
		content_by_lua_block { if x then y = {1} end }
		proxy_read_timeout 5s;
	}
}
`;

test('directives, their words, blocks and lines', (t) => {
	const directives = parseNginxConfig(config);
	const of = (name: string) => directives.find((directive) => directive.name === name);
	t.deepEqual(of('worker_processes'), {name: 'worker_processes', words: ['auto'], blocks: [], line: 1, file: null});
	t.deepEqual(of('log_format')?.words, ['main', '$remote_addr "$request" {}']);
	t.deepEqual(of('keepalive')?.blocks, ['http', 'upstream']);
	t.deepEqual(of('location')?.words, ['~', '^/a{2}']);
	t.deepEqual(of('proxy_pass')?.words, ['http://apps${request_uri}']);
	t.deepEqual([of('proxy_read_timeout')?.line, of('proxy_read_timeout')?.blocks], [12, ['http', 'server']]);
});

test('the files of nginx -T keep their names and lines', (t) => {
	const [first, second] = parseNginxConfig(
		'# configuration file /etc/nginx/nginx.conf:\nuser www;\n\n# configuration file /etc/nginx/a.conf:\n\nkeepalive_timeout 5s;\n',
	);
	t.deepEqual([first?.file, first?.line], ['/etc/nginx/nginx.conf', 1]);
	t.deepEqual([second?.file, second?.line], ['/etc/nginx/a.conf', 2]);
});

test('a text that breaks off, or is no config, gives what it has', (t) => {
	t.deepEqual(
		parseNginxConfig('http { server { listen 80; "unclosed').map(({name}) => name),
		['http', 'server', 'listen'],
	);
	t.deepEqual(parseNginxConfig('}}}{;'), []);
});

test('a cause shows what the config says of the directives to change', async (t) => {
	const reading = new LogReading({sinceMs: -Infinity, untilMs: Infinity});
	const line =
		'2026/11/21 04:32:08 [error] 31#31: *7 upstream timed out (110: Connection timed out) while connecting to upstream, client: 10.0.0.4\n';
	await reading.read({name: 'log', owner: 'nginx', chunks: [Buffer.from(line)], zoneMinutes: 0, year: 2026});
	reading.config(config);
	t.deepEqual(reading.diagnosis().causes[0]?.settings, [{directive: 'proxy_connect_timeout', value: '1s', where: 'line 9, in location'}]);
});
