// Upstreams of this process, over TCP and a Unix socket.
import {Buffer} from 'node:buffer';
import {mkdtempSync, rmSync} from 'node:fs';
import net from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';
import test from 'ava';
import {askUpstreams} from '../../src/runtime/ask-upstreams.ts';
import {parseUpstreamTarget} from '../../src/runtime/upstream-target.ts';

/** Answers each connection with these bytes as soon as something came; null: never. */
async function serve(place: number | string, answer: Buffer | string | null): Promise<net.Server> {
	const server = net.createServer((socket) => {
		socket.on('error', () => {});
		socket.once('data', () => {
			if (answer !== null) socket.end(answer);
		});
	});
	const {promise, resolve} = Promise.withResolvers<void>();
	if (typeof place === 'string') server.listen(place, resolve);
	else server.listen(place, '127.0.0.1', resolve);
	await promise;
	return server;
}

function portOf(server: net.Server): number {
	const address = server.address();
	return typeof address === 'object' && address !== null ? address.port : 0;
}

test('each is asked in its protocol, and what came of it is told by status or by a word', async (t) => {
	const folder = mkdtempSync(path.join(tmpdir(), 'gatequake-ask-'));
	const socket = path.join(folder, 'app.sock');
	const php = Buffer.concat([Buffer.from([1, 6, 0, 1, 0, 14, 0, 0]), Buffer.from('Status: 403\r\n\r\n'.slice(0, 15))]);
	php.writeUInt16BE(15, 4);
	const servers = [
		await serve(0, 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'),
		await serve(0, null),
		await serve(0, ''),
		await serve(socket, php),
	];
	const closed = await serve(0, null);
	const closedPort = portOf(closed);
	closed.close();
	t.teardown(() => {
		for (const server of servers) server.close();
		rmSync(folder, {recursive: true, force: true});
	});
	const [well, silent, empty] = servers.slice(0, 3).map(portOf);
	const texts = [
		`127.0.0.1:${well}`,
		`fastcgi://127.0.0.1:${well}`,
		`127.0.0.1:${silent}`,
		`uwsgi://127.0.0.1:${empty}`,
		`127.0.0.1:${closedPort}`,
		`fastcgi://unix:${socket}`,
		`unix:${folder}/none.sock`,
	];
	const targets = texts.flatMap((text) => parseUpstreamTarget(text) ?? []);
	const {asked, listening} = await askUpstreams(targets, '/', 1000);
	t.deepEqual(
		asked.map(({status, error}) => status ?? error),
		[200, 'NO_FASTCGI', 'TIMEOUT', 'CLOSED', 'ECONNREFUSED', 403, 'ENOENT'],
	);
	t.deepEqual(
		asked.map(({target}) => target),
		texts,
	);
	t.deepEqual(asked[5]?.addresses, [`unix:${socket}`]);
	t.true(listening.some(({address, port}) => address === '127.0.0.1' && port === well));
});
