// The byte-level server: HTTP/1.1 on bare sockets, for answers and endings that no HTTP library gives.
import {createServer} from 'node:net';
import {linkToSupervisor, listenAndTell} from './app-link.ts';
import {readAppSettings} from './app-settings.ts';
import {AckWatch} from './ack-watch.ts';
import {BytesConnection} from './bytes-connection.ts';
import {Journal} from './journal.ts';
import {Leak} from './leak.ts';
import {Service} from './service.ts';

const stopWithinMs = 5000;

if (process.env['GATEQUAKE_WARM_UP'] !== '1') {
	startBytesApp();
}

function startBytesApp(): void {
	const settings = readAppSettings(process.env);
	const service = new Service({app: settings.name, serviceMs: settings.serviceMs, journal: new Journal(settings.journalPath)});
	const leak = new Leak();
	const ackWatch = new AckWatch(settings.port);
	const connections = new Set<BytesConnection>();
	const server = createServer({noDelay: true}, (socket) => {
		if (service.isResetOnAccept()) {
			socket.on('error', ignore).resetAndDestroy();
			return;
		}

		const connection = new BytesConnection(socket, {service, ackWatch, idleTimeoutMs: settings.idleTimeoutMs});
		connections.add(connection);
		socket.once('close', () => connections.delete(connection));
	});
	const closeIdle = (): void => {
		for (const connection of connections) {
			connection.closeIfIdle();
		}
	};

	linkToSupervisor((state) => {
		service.take(state.order);
		leak.setRate(state.leakBytesPerSecond);
		if (service.resetsOnAccept) {
			// Kept-alive connections would never meet a reset on accept.
			closeIdle();
		}
	});
	process.on('SIGTERM', () => {
		service.isStopping = true;
		server.close(() => process.exit(0));
		closeIdle();
		setTimeout(() => process.exit(0), stopWithinMs);
	});
	listenAndTell(server, settings);
}

/** What goes wrong on a connection that is being reset is what was wanted. */
function ignore(): void {}
