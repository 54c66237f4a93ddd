// The sample app: what people run, node:http with keep-alive.
import {linkToSupervisor, listenAndTell} from './app-link.ts';
import {readAppSettings} from './app-settings.ts';
import {Database} from './database.ts';
import {Journal} from './journal.ts';
import {Leak} from './leak.ts';
import {onTerm} from './on-term.ts';
import {isHealthCheck, requestIdOf} from './request-id.ts';
import {Service} from './service.ts';
import {startWithFlaw} from './start-with-flaw.ts';
import {Store} from './store.ts';
import {databaseUrl, databaseVariable, keyHeader, requestIdHeader} from './upstream.ts';
import {tlsDoor} from './tls-door.ts';
import type {IncomingMessage, Server as HttpServer, ServerResponse} from 'node:http';
import type {Server as NetServer, Socket} from 'node:net';
import type {Answer} from './answer.ts';
import type {Exchange} from './exchange.ts';
import type {TlsDoorParts} from './tls-door.ts';
import type {Flaw} from './upstream.ts';

// An import statement would also load what node:http offers lazily (WebSocket): 45 ms more before the app listens (Node 26.10, 2026-11-21).
const {createServer} = process.getBuiltinModule('node:http');

const stopWithinMs = 5000;

if (process.env['GATEQUAKE_WARM_UP'] !== '1') {
	startNodeApp();
}

function startNodeApp(): void {
	const settings = readAppSettings(process.env);
	const journal = new Journal(settings.journalPath);
	const store = settings.dataFolder === null ? null : new Store(settings.dataFolder);
	const {pool, journalPath} = settings;
	const database = pool === null ? null : new Database({url: process.env[databaseVariable] ?? databaseUrl, pool, journalPath});
	const service = new Service({app: settings.name, serviceMs: settings.serviceMs, journal, store, database});
	let flaw: Flaw | null = null;
	let repair: (() => void) | null = null;
	const leak = new Leak();
	const timeouts = {keepAliveTimeout: settings.idleTimeoutMs, keepAliveTimeoutBuffer: 0, requestTimeout: 0, headersTimeout: 0};
	const busy = new Set<Socket>();
	const http = createServer(timeouts, (request, response) => {
		busy.add(request.socket);
		response.once('close', () => busy.delete(request.socket));
		// The body of a POST is read to its end; what it says does not matter.
		request.resume().once('end', () => {
			service.handle(new NodeExchange(request, response));
		});
	});
	const {server, closeIdle} =
		settings.tls === 'off' ? plainServer(http) : tlsServer(http, {habit: settings.tls, folder: settings.tlsFolder, service, journal, busy});
	linkToSupervisor(settings, (state) => {
		service.take(state.order);
		if (service.endsConnections) {
			closeIdle();
		}

		leak.setRate(state.leakBytesPerSecond);
		if (repair === null) {
			({flaw} = state);
		} else if (state.flaw === null) {
			repair();
		}
	});
	onTerm(settings.onTerm, () => {
		service.isStopping = true;
		server.close(() => process.exit(0));
		// Those that were still in use when it began.
		setInterval(closeIdle, 20);
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

interface Listening {
	readonly server: NetServer;
	readonly closeIdle: () => void;
}

function plainServer(http: HttpServer): Listening {
	return {
		server: http,
		closeIdle: () => {
			http.closeIdleConnections();
		},
	};
}

/** The HTTP server does not listen itself, so it knows of no idle connections. */
function tlsServer(
	http: HttpServer,
	{busy, ...parts}: Omit<TlsDoorParts, 'onConnection'> & {readonly busy: ReadonlySet<Socket>},
): Listening {
	const open = new Set<Socket>();
	const meet = tlsDoor({
		...parts,
		onConnection(socket) {
			open.add(socket);
			socket.once('close', () => open.delete(socket));
			http.emit('connection', socket);
		},
	});
	return {
		server: process.getBuiltinModule('node:net').createServer({noDelay: true}, meet),
		closeIdle() {
			for (const socket of open) {
				if (!busy.has(socket)) socket.end();
			}
		},
	};
}

class NodeExchange implements Exchange {
	readonly method: string;
	readonly target: string;
	readonly id: number | null;
	readonly key: string | null;
	readonly wantsKeepAlive: boolean;
	readonly reused = false;
	readonly host: string;
	readonly breakOff = null;
	readonly #response: ServerResponse;

	constructor(request: IncomingMessage, response: ServerResponse) {
		const target = request.url ?? '/';
		this.target = target;
		this.method = request.method ?? 'GET';
		this.id = isHealthCheck(target) ? null : requestIdOf(oneHeader(request, requestIdHeader), target);
		this.key = this.method === 'POST' ? (oneHeader(request, keyHeader) ?? null) : null;
		this.host = request.headers.host ?? '';
		this.wantsKeepAlive = response.shouldKeepAlive;
		this.#response = response;
		response.sendDate = false;
	}

	answer(answer: Answer): void {
		if (!this.#response.destroyed) {
			this.#writeHead(answer);
			this.#response.end(answer.body);
		}
	}

	begin(answer: Answer, bytes: Buffer): void {
		if (!this.#response.destroyed) {
			this.#writeHead(answer);
			this.#response.flushHeaders();
			this.push(bytes);
		}
	}

	push(bytes: Buffer): void {
		if (bytes.length > 0 && !this.#response.destroyed) {
			this.#response.write(bytes);
		}
	}

	finish(): void {
		if (!this.#response.destroyed) {
			this.#response.end();
		}
	}

	onEnd(listener: (end: 'answered' | 'aborted') => void): void {
		this.#response.once('finish', () => {
			listener('answered');
		});
		this.#response.once('close', () => {
			if (!this.#response.writableFinished) {
				listener('aborted');
			}
		});
	}

	#writeHead(answer: Answer): void {
		// Node frames a body of no stated length by itself.
		const chunked = answer.headers.indexOf('Transfer-Encoding');
		this.#response.writeHead(answer.status, answer.reason, chunked === -1 ? [...answer.headers] : answer.headers.toSpliced(chunked, 2));
	}
}

function oneHeader(request: IncomingMessage, name: string): string | undefined {
	const value = request.headers[name];
	return Array.isArray(value) ? value[0] : value;
}
