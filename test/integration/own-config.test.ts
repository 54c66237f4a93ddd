import {mkdir, writeFile} from 'node:fs/promises';
import path from 'node:path';
import test from 'ava';
import {gatequake, readReport, temporaryFolder} from '../helpers/command.ts';

const files = {
	'proxy.conf': `events {}
http {
	upstream api { server backend.internal:8080; }
	include conf.d/*.conf;
}
`,
	'conf.d/site.conf': 'server { listen 9000; location / { include snippets/proxy.inc; proxy_pass http://api; } }\n',
	'snippets/proxy.inc': 'proxy_http_version 1.1; proxy_read_timeout 1s; proxy_connect_timeout 1s;\n',
};

test("a user's config works unmodified: its port, its names for upstreams, and the files that it includes from beside it", async (t) => {
	t.timeout(300_000);
	await using folder = await temporaryFolder();
	for (const [name, text] of Object.entries(files)) {
		const file = path.join(folder.path, 'config', name);
		await mkdir(path.dirname(file), {recursive: true});
		await writeFile(file, text);
	}

	const config = path.join(folder.path, 'config/proxy.conf');
	const output = path.join(folder.path, 'report');
	const args = ['run', 'hang', '--config', `mine=${config}`, '--alias', 'backend.internal=app1', '--output', output];
	const {exitCode, stdout, stderr} = await gatequake([...args, '--inconclusive', 'retry=2']);
	t.is(exitCode, 0, stdout + stderr);
	const [run] = (await readReport(output)).runs;
	t.like(run, {verdict: 'pass', config: {label: 'mine', text: files['proxy.conf']}});
	t.is(run?.cause.observed[0], 'http_response_timeout', "by nginx's own log, in the default format");
});
