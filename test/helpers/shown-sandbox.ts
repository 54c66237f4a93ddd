// The folder in which commands of the documents are run: what a reader would have at hand, made up.
import {copyFileSync, mkdirSync, symlinkSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:http';
import path from 'node:path';
import {saveTimeline} from '../../src/run/save-timeline.ts';
import {temporaryFolder} from './command.ts';
import {buildPlan, buildReport} from './report-builder.ts';
import {repeatedRuns, saveReport} from './saved-report.ts';
import type {Sandbox} from './shown-commands.ts';
import {projectFolder} from './source-file.ts';
import {buildTimeline, killed} from './timeline-builder.ts';

const nginxConfig = `events {}
http {
	upstream apps { server app1:8080; server app2:8080; }
	server { listen 8080; location / { proxy_pass http://apps; } }
}
`;
const haproxyConfig = `defaults
	mode http
	timeout connect 1s
	timeout client 5s
	timeout server 5s
frontend in
	bind :8080
	default_backend apps
backend apps
	server app1 app1:8080
`;
const errorLog =
	'2026/11/21 04:32:08 [error] 13#13: *7 connect() failed (111: Connection refused) while connecting to upstream, client: 10.0.0.4, server: , request: "GET / HTTP/1.1", upstream: "http://10.0.0.3:8080/", host: "a"\n';
const accessLog = '10.0.0.4 - - [21/Nov/2026:04:32:08 +0000] "GET / HTTP/1.1" 502 157 "-" "curl/8"\n';
const journal = 'Nov 21 04:32:08 host systemd[1]: app.service: Main process exited, code=killed, status=9/KILL\n';

/** Files of a reader, by where they stand. */
const readersFiles: Readonly<Record<string, string>> = {
	'root/etc/nginx/nginx.conf': nginxConfig,
	'root/etc/haproxy/haproxy.cfg': haproxyConfig,
	'root/var/log/nginx/error.log': errorLog,
	'root/var/log/nginx/access.log': accessLog,
	'home/nginx.conf': nginxConfig,
	'home/a.conf': nginxConfig,
	'home/b.conf': nginxConfig,
	'home/journal.txt': journal,
};

export async function shownSandbox(): Promise<Sandbox & AsyncDisposable> {
	await using stack = new AsyncDisposableStack();
	const folder = stack.use(await temporaryFolder());
	const [home, root] = [path.join(folder.path, 'home'), path.join(folder.path, 'root')];
	for (const [file, text] of Object.entries(readersFiles)) {
		mkdirSync(path.dirname(path.join(folder.path, file)), {recursive: true});
		writeFileSync(path.join(folder.path, file), text);
	}

	const fixtures = path.join(projectFolder, 'test/fixtures');
	copyFileSync(path.join(fixtures, 'gateways/haproxy/haproxy.txt'), path.join(home, 'haproxy.log'));
	copyFileSync(path.join(fixtures, 'diagnosis/responses/nginx-hang.txt'), path.join(home, 'response.txt'));
	for (const name of ['scenarios', 'examples']) symlinkSync(path.join(projectFolder, name), path.join(home, name));
	await saveReports(home, root);
	const server = createServer((_request, response) => {
		response.writeHead(502).end('<html><head><title>502 Bad Gateway</title></head></html>');
	});
	await new Promise<void>((resolve) => {
		server.listen(0, '127.0.0.1', resolve);
	});
	stack.defer(() => {
		server.close();
	});
	const address = server.address();
	const rest = stack.move();
	return {
		home,
		root,
		url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/`,
		standardInput: (words) =>
			path.join(home, words[0] === 'lint' ? 'nginx.conf' : words.includes('--response') ? 'response.txt' : 'journal.txt'),
		[Symbol.asyncDispose]: async () => {
			await rest.disposeAsync();
		},
	};
}

async function saveReports(home: string, root: string): Promise<void> {
	const runs = [...repeatedRuns(6, 1000), ...repeatedRuns(6, 1400, 'tuned')];
	const plan = buildPlan(runs, 'abc');
	const whole = buildReport(runs, {plan});
	for (const name of ['report', 'before', 'after']) await saveReport(root, `tmp/${name}`, whole);
	for (const index of [1, 2]) {
		const part = buildReport(runs.slice(6 * index - 6, 6 * index), {plan, shard: {index, of: 2}});
		await saveReport(root, `tmp/shard${index}`, part);
	}

	await saveReport(home, 'reports/main', whole);
	const timeline = buildTimeline({fault: killed()});
	for (const run of ['upstream-killed', 'hang', 'steady']) {
		for (const report of [path.join(root, 'tmp/report'), path.join(home, 'reports/2026-11-21T10-00-00-abc')]) {
			await saveTimeline(path.join(report, `${run}.nginx.default.1`), timeline, new Map());
		}
	}
}
