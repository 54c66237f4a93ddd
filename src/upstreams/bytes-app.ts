// The byte-level server: HTTP/1.1 on bare sockets, for answers and endings that no HTTP library gives.
import {createServer} from 'node:net';
import {linkToSupervisor, listenAndTell} from './app-link.ts';
import {readAppSettings} from './app-settings.ts';
import {AckWatch} from './ack-watch.ts';
import {BytesConnection} from './bytes-connection.ts';
import {Journal} from './journal.ts';
import {Leak} from './leak.ts';
import {onTerm} from './on-term.ts';
import {Service} from './service.ts';
import {startWithFlaw} from './start-with-flaw.ts';
import {Store} from './store.ts';
import {tlsDoor} from './tls-door.ts';
import type {Socket} from 'node:net';
import type {Flaw} from './upstream.ts';

const stopWithinMs = 5000;

if (process.env['GATEQUAKE_WARM_UP'] !== '1') {
	startBytesApp();
}

function startBytesApp(): void {
	const settings = readAppSettings(process.env);
	const journal = new Journal(settings.journalPath);
	const store = settings.dataFolder === null ? null : new Store(settings.dataFolder);
	const service = new Service({app: settings.name, serviceMs: settings.serviceMs, journal, store, database: null});
	let flaw: Flaw | null = null;
	let repair: (() => void) | null = null;
	const leak = new Leak();
	const ackWatch = new AckWatch(settings.port);
	const connections = new Set<BytesConnection>();
	const accept = (socket: Socket, tcp: Socket): void => {
		const connection = new BytesConnection(socket, {tcp, service, ackWatch, idleTimeoutMs: settings.idleTimeoutMs});
		connections.add(connection);
		socket.once('close', () => connections.delete(connection));
	};
	const meet =
		settings.tls === 'off' ? accept : tlsDoor({habit: settings.tls, folder: settings.tlsFolder, service, journal, onConnection: accept});
	const server = createServer({noDelay: true}, (socket) => {
		if (service.isResetOnAccept()) {
			socket.on('error', ignore).resetAndDestroy();
		} else {
			meet(socket, socket);
		}
	});
	const closeIdle = (): void => {
		for (const connection of connections) {
			connection.closeIfIdle();
		}
	};

	linkToSupervisor(settings, (state) => {
		service.take(state.order);
		leak.setRate(state.leakBytesPerSecond);
		if (repair === null) {
			({flaw} = state);
		} else if (state.flaw === null) {
			repair();
		}
		if (service.endsConnections) {
			closeIdle();
		}
	});
	onTerm(settings.onTerm, () => {
		service.isStopping = true;
		server.close(() => process.exit(0));
		closeIdle();
		setTimeout(() => process.exit(0), stopWithinMs);
	});
	repair = startWithFlaw({
		flaw,
		journal,
		listen: (host) => {
			listenAndTell(server, settings, host);
		},
	});
}

/** What goes wrong on a connection that is being reset is what was wanted. */
function ignore(): void {}
