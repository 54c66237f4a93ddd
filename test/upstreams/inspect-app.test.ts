import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {readdirSync} from 'node:fs';
import net from 'node:net';
import readline from 'node:readline';
import test from 'ava';
import {ownDescriptors} from '../../src/upstreams/inspect-app.ts';

/** Says its port, and then each connection, which it never reads. */
const server = `
const server = require('node:net').createServer({pauseOnConnect: true}, (socket) => {
	socket.on('error', () => {});
	console.log('connected');
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
`;

test('connections to the port are none of a process’s own descriptors, reset ones that it has not closed yet among them', async (t) => {
	const child = spawn(process.execPath, ['-e', server], {stdio: ['ignore', 'pipe', 'inherit']});
	t.teardown(() => child.kill('SIGKILL'));
	const lines = readline.createInterface({input: child.stdout})[Symbol.asyncIterator]();
	const pid = child.pid ?? 0;
	const port = Number((await lines.next()).value);
	const before = ownDescriptors(pid, port);
	const open = readdirSync(`/proc/${pid}/fd`).length;
	t.is(before.length, open);

	const clients = [net.connect(port, '127.0.0.1'), net.connect(port, '127.0.0.1')];
	t.teardown(() => {
		for (const client of clients) client.destroy();
	});
	t.deepEqual([(await lines.next()).value, (await lines.next()).value], ['connected', 'connected']);
	const [first] = clients;
	first?.resetAndDestroy();
	if (first !== undefined) await once(first, 'close');

	t.is(readdirSync(`/proc/${pid}/fd`).length, open + 2, 'it has closed neither of them');
	t.deepEqual(ownDescriptors(pid, port), before);
});
