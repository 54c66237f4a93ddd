import test from 'ava';
import {LogReading} from '../../src/diagnosis/log-reading.ts';
import {parseNginxConfig} from '../../src/diagnosis/parse-nginx-config.ts';
import {allDirectives, readNginxConfig} from '../../src/diagnosis/read-nginx-config.ts';

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

function problemsOf(text: string): readonly string[] {
	return parseNginxConfig({name: null, text}).problems.map(({line, problem}) => `${line}: ${problem}`);
}

test('directives, their words, blocks and lines', (t) => {
	const {directives, problems} = parseNginxConfig({name: null, text: config});
	t.deepEqual(problems, []);
	const placed = [...allDirectives(directives)];
	const of = (name: string) => placed.find(({directive}) => directive.name === name);
	const around = (name: string) => of(name)?.around.map((block) => block.name);
	t.deepEqual(of('worker_processes'), {
		directive: {name: 'worker_processes', words: ['auto'], line: 1, file: null, block: null},
		around: [],
	});
	t.deepEqual(of('log_format')?.directive.words, ['main', '$remote_addr "$request" {}']);
	t.deepEqual(around('keepalive'), ['http', 'upstream']);
	t.deepEqual(of('location')?.directive.words, ['~', '^/a{2}']);
	t.deepEqual(of('proxy_pass')?.directive.words, ['http://apps${request_uri}']);
	t.deepEqual([of('proxy_read_timeout')?.directive.line, around('proxy_read_timeout')], [12, ['http', 'server']]);
});

test('the files of nginx -T stand where they are included, with their names and lines', (t) => {
	const dump = `nginx: the configuration file /etc/nginx/nginx.conf syntax is ok
# configuration file /etc/nginx/nginx.conf:
user www;
http {
	include conf.d/*.conf;
}

# configuration file /etc/nginx/conf.d/a.conf:

keepalive_timeout 5s;
# configuration file /etc/nginx/mime.types:
types { }
`;
	const {directives, problems, notRead, files} = readNginxConfig({name: 'dump', text: dump}, () => null);
	t.deepEqual([problems, notRead, files], [[], [], ['/etc/nginx/nginx.conf', '/etc/nginx/conf.d/a.conf']]);
	const [user, http] = directives;
	t.deepEqual([user?.file, user?.line], ['/etc/nginx/nginx.conf', 1]);
	t.deepEqual(http?.block, [{name: 'keepalive_timeout', words: ['5s'], line: 2, file: '/etc/nginx/conf.d/a.conf', block: null}]);
});

test('files that are included are read where they are named, and one that cannot be read is told', (t) => {
	const {directives, notRead} = readNginxConfig({name: '/a', text: 'events { include b; }\ninclude gone;'}, (pattern) =>
		pattern === 'b' ? [{name: '/b', text: '\nworker_connections 9;'}] : null,
	);
	t.deepEqual(directives[0]?.block, [{name: 'worker_connections', words: ['9'], line: 2, file: '/b', block: null}]);
	t.deepEqual(notRead, ['gone']);
});

test('a file that includes itself is a problem, and no endless work', (t) => {
	const {problems} = readNginxConfig({name: '/a', text: 'include a;'}, () => [{name: '/a', text: 'include a;'}]);
	t.is(problems[0]?.problem, 'expected files that do not include themselves, and /a does');
});

test('a text that breaks off, or is no config, gives what it has, and says what is wrong', (t) => {
	const broken = 'http { server { listen 80; "unclosed';
	t.deepEqual(
		[...allDirectives(parseNginxConfig({name: null, text: broken}).directives)].map(({directive}) => directive.name),
		['http', 'server', 'listen'],
	);
	t.deepEqual(problemsOf('http {\n\tserver {\n\t}\n'), ['1: expected a } for the block `http`, and the text ended']);
	t.deepEqual(problemsOf('a b;\n}'), ['2: expected no }, for none of the blocks is open']);
	t.deepEqual(problemsOf('http {\n\tlisten 80\n}'), ['2: expected `listen` to end with ; or {, and } came in line 3']);
	t.deepEqual(problemsOf('global\n\tmaxconn 10\n'), ['1: expected `global` to end with ; or {, and the text ended']);
	t.is(problemsOf('a "b;\n')[0], '1: expected an end of the quote ", and there is none');
	t.deepEqual(problemsOf(';'), ['1: expected a directive, and ; stands alone']);
	t.deepEqual(problemsOf('{ }'), ['1: expected a name before {, and there is none']);
});

test('a cause shows what the config says of the directives to change', async (t) => {
	const reading = new LogReading({sinceMs: -Infinity, untilMs: Infinity});
	const line =
		'2026/11/21 04:32:08 [error] 31#31: *7 upstream timed out (110: Connection timed out) while connecting to upstream, client: 10.0.0.4\n';
	await reading.read({name: 'log', owner: 'nginx', chunks: [Buffer.from(line)], zoneMinutes: 0, year: 2026});
	reading.config('nginx', config);
	t.deepEqual(reading.diagnosis().causes[0]?.settings, [{directive: 'proxy_connect_timeout', value: '1s', where: 'line 9, in location'}]);
});
