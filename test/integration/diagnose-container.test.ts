// The checklist on containers of somebody else, by the command as a user gives it.
import net from 'node:net';
import test from 'ava';
import type {ContainerDiagnosis} from '../../src/diagnosis/container-diagnosis.ts';
import {gatequake} from '../helpers/command.ts';
import {startForeignContainer} from '../helpers/foreign-container.ts';
import type {ForeignContainer} from '../helpers/foreign-container.ts';
import {openTestRuntime} from '../helpers/test-runtime.ts';
import {waitUntil} from '../helpers/wait-until.ts';

async function imageOf(name: 'node' | 'php-fpm' | 'uwsgi'): Promise<string> {
	await using runtime = await openTestRuntime();
	return (await runtime.ensureImage(name)).reference;
}

function server(answer: string): readonly string[] {
	return ['node', '-e', `require('node:http').createServer((request, response) => { ${answer} }).listen(8080)`];
}

async function isOpen(container: ForeignContainer, port = 8080): Promise<boolean> {
	const socket = net.connect(port, await container.address());
	const {promise, resolve} = Promise.withResolvers<boolean>();
	socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
	const open = await promise;
	socket.destroy();
	return open;
}

async function checklist(...words: readonly string[]): Promise<Readonly<Record<string, string>>> {
	const {exitCode, stdout, stderr} = await gatequake(['diagnose', ...words, '--json']);
	if (exitCode !== 0) throw new Error(stderr);
	// What the command writes; its schema has a test of its own.
	const diagnosis: ContainerDiagnosis = JSON.parse(stdout);
	return Object.fromEntries(diagnosis.checklist.map(({name, answer}) => [name, answer]));
}

test('an app that is well, one that answers errors, and one that is dead, seen from where the gateway stands', async (t) => {
	const image = await imageOf('node');
	await using gateway = await startForeignContainer(image);
	await using app = await startForeignContainer(image, server('response.end()'));
	await using broken = await startForeignContainer(image, server('response.writeHead(500).end()'));
	await waitUntil('the apps to listen', 30_000, async () => (await isOpen(app)) && (await isOpen(broken)));

	t.like(await checklist('--container', gateway.id, '--container', app.id), {
		'is-running': 'yes',
		'kept-running': 'yes',
		'has-memory': 'yes',
		'is-listening': 'yes',
		'target-matches': 'yes',
		'answers-directly': 'yes',
		'log-names-cause': 'unknown',
	});
	t.like(await checklist('--container', gateway.id, '--container', broken.id), {'is-listening': 'yes', 'answers-directly': 'no'});
	// The gateway itself listens nowhere, and the address is not its own.
	t.like(await checklist('--container', gateway.id, '--container', gateway.id, '--upstream', '127.0.0.1:8080'), {
		'is-listening': 'no',
		'target-matches': 'no',
		'answers-directly': 'no',
	});

	const target = `${await app.address()}:8080`;
	await app.kill();
	t.like(await checklist('--container', gateway.id, '--container', app.id, '--upstream', target), {
		'is-running': 'no',
		'kept-running': 'no',
		'is-listening': 'unknown',
		'answers-directly': 'no',
	});
});

test('a container that is not there is an error that says so', async (t) => {
	const {exitCode, stderr} = await gatequake(['diagnose', '--container', 'no-such-container']);
	t.is(exitCode, 2);
	t.regex(stderr, /expected a container named no-such-container, and there is none/);
});

const fpm = [
	'[global]',
	'daemonize = no',
	'[www]',
	'user = www-data',
	'group = www-data',
	'listen = 0.0.0.0:9000',
	'pm = static',
	'pm.max_children = 1',
	'ping.path = /ping',
];
const wsgi = 'def application(environment, start): start("200 OK", []); return [b"well"]';

const startApp = async (image: 'php-fpm' | 'uwsgi', file: string, text: string, command: string) =>
	await startForeignContainer(await imageOf(image), ['sh', '-c', `printf '%s' "$1" >${file} && exec ${command}`, 'sh', text]);

const ask = async (app: ForeignContainer, protocol: string, target: ForeignContainer) =>
	await checklist(
		'--container',
		app.id,
		'--container',
		target.id,
		'--upstream',
		`${protocol}://${await target.address()}:9000`,
		'--path',
		'/ping',
	);

test('apps that speak FastCGI and uwsgi are asked in their own protocols', async (t) => {
	await using php = await startApp('php-fpm', '/tmp/fpm.conf', `${fpm.join('\n')}\n`, 'php-fpm --nodaemonize --fpm-config /tmp/fpm.conf');
	await using python = await startApp(
		'uwsgi',
		'/tmp/app.py',
		wsgi,
		'uwsgi --plugin python3 --socket 0.0.0.0:9000 --need-app --wsgi-file /tmp/app.py',
	);
	await waitUntil('the apps to listen', 30_000, async () => (await isOpen(php, 9000)) && (await isOpen(python, 9000)));

	t.like(await ask(python, 'fastcgi', php), {'answers-directly': 'yes', 'is-listening': 'yes', 'target-matches': 'yes'});
	t.like(await ask(php, 'uwsgi', python), {'answers-directly': 'yes'});
	t.like(await ask(python, 'http', php), {'answers-directly': 'no'});
});
