// The checklist on a plain machine, by the command as a user gives it. A container plays the machine: nginx and an app, side by side.
import {realpathSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import type {HostDiagnosis} from '../../src/diagnosis/host-diagnosis.ts';
import {startForeignContainer} from '../helpers/foreign-container.ts';
import {projectFolder} from '../helpers/source-file.ts';
import {openTestRuntime} from '../helpers/test-runtime.ts';
import {waitUntil} from '../helpers/wait-until.ts';

const app =
	'for (const place of [3000, "/tmp/app.sock"]) require("node:http").createServer((_, response) => response.end("well")).listen(place)';
const config = `
error_log /tmp/error.log info; pid /tmp/pid; events {}
http {
	access_log off;
	upstream apps { server 127.0.0.1:3000; server unix:/tmp/app.sock; }
	server { listen 8080; location / { proxy_pass http://apps; } location /gone { proxy_pass http://127.0.0.1:3999; } }
}
`;

test('nginx and an app on one machine: the config that nginx prints says whom to ask, and who listens is told', async (t) => {
	await using runtime = await openTestRuntime();
	const {reference} = await runtime.ensureImage('nginx');
	const node = process.execPath;
	const folders = [path.dirname(node), projectFolder, realpathSync(path.join(projectFolder, 'node_modules'))];
	const script = 'printf "%s" "$1" >/tmp/nginx.conf; "$3" -e "$2" & nginx -c /tmp/nginx.conf -g "daemon off;" & sleep 600';
	await using machine = await startForeignContainer(reference, ['sh', '-c', script, 'sh', config, app, node], [...new Set(folders)]);
	const get = async (url: string) =>
		await machine.run([node, '-p', `fetch('${url}').then(({status}) => console.log('got ' + status), () => {}), ''`]);
	await waitUntil('nginx and the app to answer', 60_000, async () => (await get('http://127.0.0.1:8080/')).includes('got 200'));
	t.regex(await get('http://127.0.0.1:8080/gone'), /got 502/);

	const printed = await machine.run([node, '--no-warnings', path.join(projectFolder, 'src/cli/main.ts'), 'diagnose', '--host', '--json']);
	// What the command writes; its schema has a test of its own.
	const {gateway, configBy, checklist, log}: HostDiagnosis = JSON.parse(printed);
	t.is(gateway, 'nginx');
	t.is(configBy, '/usr/sbin/nginx -c /tmp/nginx.conf -T -q');
	const told = Object.fromEntries(checklist.map(({name, answer, evidence}) => [name, {answer, evidence: evidence.join('\n')}]));
	t.is(told['is-running']?.answer, 'yes');
	t.is(told['target-matches']?.answer, 'yes');
	t.deepEqual(told['is-listening'], {answer: 'no', evidence: '127.0.0.1:3999: nobody listens there'});
	t.regex(told['answers-directly']?.evidence ?? '', /^127\.0\.0\.1:3999: ECONNREFUSED after \d+ ms$/);
	t.is(log?.causes[0]?.id, 'nginx.connect-refused');
});
