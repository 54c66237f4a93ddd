// Keeps looks at a closed port cheap. To say that nobody listens, the kernel goes on from the listening sockets to all others, until it has
// filled the reader's buffer: through the whole table (2 ms) where this network namespace has none. A few idle connections of our own,
// spread over the table by the kernel's hash, end the scan early (0.1 ms with 16; kernel 6.18, 2026-11-21).
import {connect, createServer} from 'node:net';
import type {Server, Socket} from 'node:net';

const connectionCount = 16;

/** Opens the connections on loopback, in the background, and keeps them for the life of this process. All works without them, too. */
export function keepScanShort(): void {
	// The accepted ends of an IPv6 socket stand in the IPv6 table, the other ends in that of IPv4.
	listen('::ffff:127.0.0.1', () => {
		listen('127.0.0.1', () => {});
	});
}

function listen(host: string, onFailure: () => void): void {
	const kept: Socket[] = [];
	const server = createServer();
	server.on('connection', (socket) => {
		keep(socket, kept, server);
	});
	server.once('error', onFailure);
	server.listen({port: 0, host, backlog: connectionCount}, () => {
		const address = server.address();
		if (address === null || typeof address === 'string') {
			return;
		}

		for (let index = 0; index < connectionCount; index++) {
			const socket = connect(address.port, '127.0.0.1', () => {
				keep(socket, kept, server);
			});
			socket.on('error', () => {});
		}
	});
	server.unref();
}

function keep(socket: Socket, kept: Socket[], server: Server): void {
	socket.on('error', () => {});
	socket.unref();
	kept.push(socket);
	if (kept.length === 2 * connectionCount) {
		// Our own listener would stand in the table before the one that is watched.
		server.close();
	}
}
