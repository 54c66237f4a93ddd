import {readdirSync} from 'node:fs';
import net from 'node:net';
import {once} from 'node:events';
import test from 'ava';
import {ownDescriptors} from '../../src/upstreams/inspect-app.ts';

function portOf(server: net.Server): number {
	const address = server.address();
	return address === null || typeof address === 'string' ? 0 : address.port;
}

test.serial(
	'connections to the port are none of a process’s own descriptors, reset ones that it has not closed yet among them',
	async (t) => {
		const server = net.createServer({pauseOnConnect: true}).listen(0, '127.0.0.1');
		await once(server, 'listening');
		const before = new Set(ownDescriptors(process.pid, portOf(server)));
		const accepted: net.Socket[] = [];
		server.on('connection', (socket) => accepted.push(socket));
		const clients = [net.connect(portOf(server), '127.0.0.1'), net.connect(portOf(server), '127.0.0.1')];
		t.teardown(() => {
			for (const socket of [...clients, ...accepted]) socket.destroy();
			server.close();
		});
		await Promise.all([once(server, 'connection'), ...clients.map(async (client) => await once(client, 'connect'))]);
		while (accepted.length < 2) await once(server, 'connection');
		clients[0]?.resetAndDestroy();
		await once(clients[0] ?? server, 'close');

		const open = readdirSync('/proc/self/fd').map(Number);
		const own = new Set(ownDescriptors(process.pid, portOf(server)));
		const others = open.filter((descriptor) => !own.has(descriptor) && !before.has(descriptor));
		// The side of the client that is still there is the test's own, and has another local port.
		t.is(others.length >= 2, true, `descriptors ${others.join(', ')} are connections`);
		t.true([...before].every((descriptor) => own.has(descriptor) || !open.includes(descriptor)));

		for (const socket of [...clients, ...accepted]) socket.destroy();
		server.close();
	},
);
