// The command against servers of this test's own, and the rule on whom it may ask.
import {once} from 'node:events';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import net from 'node:net';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';
import test from 'ava';
import {isPrivate} from '../../src/cli/ask-target.ts';
import {diagnoseCommand} from '../../src/cli/diagnose.ts';
import {runCommand} from '../helpers/run-command.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'gatequake-response-'));
test.after.always(() => rmSync(folder, {recursive: true}));

const diagnose = (...words: readonly string[]) => runCommand(diagnoseCommand, words, folder);

async function withServer(answer: string | null, use: (url: string) => Promise<void>): Promise<void> {
	const server = net.createServer((socket) => {
		socket.on('error', () => {});
		socket.once('data', () => (answer === null ? socket.resetAndDestroy() : socket.end(answer)));
	});
	await once(server.listen(0, '127.0.0.1'), 'listening');
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a server that listens on TCP has one.
	const {port} = server.address() as AddressInfo;
	try {
		await use(`http://127.0.0.1:${port}/`);
	} finally {
		server.close();
	}
}

const caddy = 'HTTP/1.1 504 Gateway Timeout\r\nServer: Caddy\r\nContent-Length: 0\r\n\r\n';

test('a URL on this machine is asked, and its answer told', async (t) => {
	await withServer(caddy, async (url) => {
		const {exitCode, stdout} = await diagnose('--url', url, '--json');
		t.is(exitCode, 0);
		t.like(JSON.parse(stdout), {url, status: 504, madeBy: {who: 'gateway', name: 'Caddy', confidence: 'certain'}});
		t.regex((await diagnose('--url', url)).stdout, /^504 after \d+ ms from http.*, made by Caddy \(certain\)\n/);
	});
});

test('an answer that is cut says what it has', async (t) => {
	await withServer('HTTP/1.1 503 x\r\nContent-Length: 999\r\n\r\nno healthy upstream', async (url) => {
		t.like(JSON.parse((await diagnose('--url', url, '--json')).stdout), {madeBy: {name: 'envoy'}});
	});
});

test('a reset, and a port where nothing listens, are told, too', async (t) => {
	let gone = '';
	await withServer(null, async (url) => {
		gone = url;
		t.like(JSON.parse((await diagnose('--url', url, '--json')).stdout), {status: null, causes: ['connection_terminated']});
	});
	t.like(JSON.parse((await diagnose('--url', gone, '--json')).stdout), {
		status: null,
		causes: ['connection_refused'],
		madeBy: {who: 'nobody'},
	});
});

test('public addresses are not asked unless the host is allowed by name', async (t) => {
	for (const host of ['192.0.2.1', '[2001:db8::1]', '169.254.169.254']) {
		const {exitCode, stderr} = await diagnose('--url', `http://${host}/`);
		t.is(exitCode, 2);
		t.regex(stderr, /expected a target on this machine or in a private network/);
		t.true(stderr.includes(`--allow-target ${host.replace(/[[\]]/g, '')}`));
	}

	// Allowing one host allows no other.
	t.is((await diagnose('--url', 'http://192.0.2.1/', '--allow-target', '192.0.2.2')).exitCode, 2);
	t.deepEqual(
		['127.0.0.1', '10.1.2.3', '172.31.0.1', '192.168.9.9', '::1', 'fd00::1'].map(isPrivate),
		Array.from({length: 6}, () => true),
	);
	t.deepEqual(
		['8.8.8.8', '172.32.0.1', '169.254.169.254', '100.64.0.1', '2001:db8::1', 'fe80::1', '::ffff:8.8.8.8', '0.0.0.0'].map(isPrivate),
		Array.from({length: 8}, () => false),
	);
});

test('a saved answer is read from a file, and wrong words are told', async (t) => {
	writeFileSync(path.join(folder, 'saved.txt'), caddy);
	t.regex((await diagnose('--response', 'saved.txt')).stdout, /^504, made by Caddy/);
	t.regex((await diagnose('--response', 'gone.txt')).stderr, /expected a response in gone\.txt/);
	t.regex((await diagnose('--url', 'localhost')).stderr, /must be a URL such as/);
	t.regex((await diagnose('--url', 'ftp://localhost/')).stderr, /must be a URL such as/);
	t.regex((await diagnose('--response', 'saved.txt', '--error-log', 'x')).stderr, /--url or --response alone, and --error-log came/);
});
