// The command with real files: folders with includes, dumps, several files, wrong ones; and what it exits with.
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import test from 'ava';
import {lintCommand} from '../../src/cli/lint.ts';
import {runCommand} from '../helpers/run-command.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'gatequake-lint-'));
test.after.always(() => rmSync(folder, {recursive: true}));

function file(name: string, text: string): string {
	mkdirSync(path.dirname(path.join(folder, name)), {recursive: true});
	writeFileSync(path.join(folder, name), text);
	return name;
}

const lint = (...words: readonly string[]) => runCommand(lintCommand, words, folder);

test('a folder is read with what it includes, and findings name the file where they stand', async (t) => {
	file('etc/conf.d/a.conf', 'upstream a { server api:80; }\nserver { location / { proxy_pass http://a; } }\n');
	// A copy of /etc/nginx names its files where they were.
	const main = file('etc/nginx.conf', 'events { }\nhttp { include /etc/nginx/conf.d/*.conf; include mime.types; }\n');
	const {exitCode, stdout} = await lint('--gateway', 'nginx', main);
	t.is(exitCode, 1);
	t.regex(stdout, /warning .*etc\/conf\.d\/a\.conf:1 \(name-looked-up-once\)\n  server api:80\n/);
	t.regex(stdout, /not read: mime\.types/);
	t.regex(stdout, /All of them shown: gatequake run stale-address .* --gateway nginx\n/);
});

test('the exit code is what --fail-on says, and a config without findings passes', async (t) => {
	const noted = file(
		'noted.cfg',
		'listen web\nmode http\ntimeout client 9s\ntimeout connect 1s\ntimeout server 9s\nserver a 10.0.0.1:80 maxconn 9\n',
	);
	t.is((await lint('--gateway', 'haproxy', noted)).exitCode, 0);
	t.is((await lint('--gateway', 'haproxy', noted, '--fail-on', 'note')).exitCode, 1);
	t.is((await lint('--gateway', 'haproxy', noted, '--fail-on', 'note', '--allow', 'queue-without-timeout')).exitCode, 0);
	t.regex((await lint('--gateway', 'haproxy', noted, '--allow', 'queue-without-timeout')).stdout, /Nothing that is known/);
});

test('what is said of the chain is compared with the config, also as JSON', async (t) => {
	const config = file(
		'chain.cfg',
		'listen web\nmode http\ntimeout client 9s\ntimeout connect 1s\ntimeout server 9s\nserver a 10.0.0.1:80\n',
	);
	const {exitCode, stdout} = await lint('--gateway', 'haproxy', config, '--front-timeout', '10s', '--json');
	t.is(exitCode, 1);
	const document: unknown = JSON.parse(stdout);
	t.like(document, {
		chain: {frontTimeoutMs: 10_000, appTimeoutMs: null},
		findings: [{rule: 'timeouts-out-of-order', severity: 'error', line: 5, file: path.join(folder, config)}],
		counts: {error: 1, warning: 0, note: 0},
	});
});

function errorLine(words: string): string {
	return `2026/11/21 04:32:08 [error] 31#31: *7 ${words} while reading response header from upstream, client: 10.0.0.4, server: , request: "GET / HTTP/1.1", upstream: "http://10.0.0.1:80/", host: "a"\n`;
}

test('a log tells that headers did not fit, and one without such lines tells nothing', async (t) => {
	const config = file('headers.conf', 'events { }\nhttp { server { location / { proxy_pass http://10.0.0.1; } } }\n');
	file('large.log', errorLine('upstream sent too big header').repeat(2));
	file('other.log', errorLine('upstream prematurely closed connection'));
	const found = await lint('--gateway', 'nginx', config, '--error-log', 'large.log');
	t.regex(found.stdout, /error .*headers\.conf:2 \(buffers-under-header\)\n.*\n.*the log has 2 answers whose headers did not fit/);
	t.regex(found.stdout, /proxy_buffer_size 8k; proxy_buffers 8 8k; proxy_busy_buffers_size 16k;/);
	t.notRegex((await lint('--gateway', 'nginx', config, '--error-log', 'other.log')).stdout, /buffers-under-header/);
	t.is((await lint('--gateway', 'nginx', config, '--error-log', 'gone.log')).exitCode, 2);
});

test('wrong words are told, each with what to write', async (t) => {
	const config = file('well.cfg', 'global\n');
	t.regex((await lint(config)).stderr, /expected --gateway \(nginx, haproxy\)/);
	t.regex((await lint('--gateway', 'nginx')).stderr, /expected a config, and none came/);
	t.regex((await lint('--gateway', 'caddy', config)).stderr, /must be one of nginx, haproxy/);
	t.regex((await lint('--gateway', 'haproxy', config, '--front-timeout', 'long')).stderr, /must be a time such as 60s/);
	t.regex((await lint('--gateway', 'haproxy', config, '--allow', 'nothing')).stderr, /must be one of .*name-looked-up-once/);
	t.regex((await lint('--gateway', 'haproxy', config, '--run', '--json')).stderr, /--run or --json/);
	t.regex((await lint('--gateway', 'haproxy', config, '--error-log', 'x')).stderr, /expected --error-log with nginx/);
	const {exitCode, stderr} = await lint('--gateway', 'nginx', 'gone.conf');
	t.is(exitCode, 2);
	t.regex(stderr, /expected a config in .*gone\.conf, and it cannot be read/);
});
