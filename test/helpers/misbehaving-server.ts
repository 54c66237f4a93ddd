// A server on loopback that treats each request as it is told and counts what it did: the truth that a load driver's counts are held against.
import {once} from 'node:events';
import {createServer, type AddressInfo, type Server, type Socket} from 'node:net';
import {crc32} from 'node:zlib';

/**
 * - `answer`: a whole answer. - `reset`, `close`: RST, FIN instead of an answer. - `cut-fin`, `cut-rst`: headers and half of the body first.
 * - `cut-chunked`: half of a chunked body, then FIN. - `short`, `changed`: an answer that is well framed and not what its app headers say.
 * - `late`: a whole answer after `lateMs`. - `hang`: nothing. - `hang-body`: headers, half of the body, and then nothing.
 * - `garbage`: bytes that are not HTTP. - `head-reset`: half of the headers, then RST at once.
 */
export type Treatment =
	| 'answer'
	| 'reset'
	| 'close'
	| 'cut-fin'
	| 'cut-rst'
	| 'cut-chunked'
	| 'short'
	| 'changed'
	| 'late'
	| 'hang'
	| 'hang-body'
	| 'garbage'
	| 'head-reset';

export interface ServerRequest {
	readonly id: number;
	readonly method: string;
	readonly headers: string;
	readonly atMs: number;
	/** How many requests its connection had carried before. */
	readonly earlier: number;
}

export interface MisbehavingServer extends AsyncDisposable {
	readonly port: number;
	/** Every request that arrived, in order. */
	readonly requests: readonly ServerRequest[];
	readonly connections: () => number;
	/** How often each treatment was given. */
	readonly counts: Readonly<Record<string, number>>;
	treat: (request: ServerRequest) => Treatment;
	/** Closes the listening socket and resets what is open; `reopen` listens on the same port. */
	closePort(): Promise<void>;
	reopen(): Promise<void>;
	/** Answers nothing for this long, then everything at once. */
	stall(durationMs: number, onEnd?: () => void): void;
}

export interface MisbehavingServerOptions {
	readonly lateMs?: number;
	/** Default: as the client asks. */
	readonly keepAlive?: boolean;
	readonly app?: string;
}

export async function startMisbehavingServer(options: MisbehavingServerOptions = {}): Promise<MisbehavingServer> {
	const requests: ServerRequest[] = [];
	const counts: Record<string, number> = {};
	const sockets = new Set<Socket>();
	let accepted = 0;
	let stalled: (() => void)[] | null = null;

	const serve = (socket: Socket, request: ServerRequest) => {
		const treatment = server.treat(request);
		counts[treatment] = (counts[treatment] ?? 0) + 1;
		treatments[treatment](socket, answerFor(request, options), options.lateMs ?? 300);
	};
	const onSocket = (socket: Socket) => {
		accepted++;
		sockets.add(socket);
		socket.setNoDelay(true);
		socket.on('close', () => sockets.delete(socket));
		socket.on('error', () => {});
		let text = '';
		let earlier = 0;
		socket.on('data', (chunk: Buffer) => {
			text += chunk.toString('latin1');
			for (let taken = takeRequest(text); taken !== null; taken = takeRequest(text)) {
				text = taken.rest;
				const request = {...taken.request, earlier: earlier++, atMs: performance.now()};
				requests.push(request);
				if (stalled === null) serve(socket, request);
				else stalled.push(() => serve(socket, request));
			}
		});
	};

	let listener = await listen(onSocket, 0);
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the address of a listening TCP server is never a string.
	const {port} = listener.address() as AddressInfo;
	const closePort = async () => {
		const closed = once(listener, 'close');
		listener.close();
		for (const socket of sockets) {
			// A reset after end() leaks the handle in Node 26, and a worker thread with a leaked handle never ends.
			if (socket.writableEnded) socket.destroy();
			else socket.resetAndDestroy();
		}
		await closed;
	};
	const server: MisbehavingServer = {
		port,
		requests,
		counts,
		connections: () => accepted,
		treat: () => 'answer',
		closePort,
		async reopen() {
			listener = await listen(onSocket, port);
		},
		stall(durationMs, onEnd) {
			stalled = [];
			setTimeout(() => {
				const waiting = stalled ?? [];
				stalled = null;
				onEnd?.();
				for (const answer of waiting) answer();
			}, durationMs);
		},
		async [Symbol.asyncDispose]() {
			if (listener.listening) await closePort();
		},
	};
	return server;
}

async function listen(onSocket: (socket: Socket) => void, port: number): Promise<Server> {
	const server = createServer({noDelay: true}, onSocket);
	server.listen(port, '127.0.0.1', 4096);
	await once(server, 'listening');
	return server;
}

function takeRequest(text: string): {readonly request: Omit<ServerRequest, 'earlier' | 'atMs'>; readonly rest: string} | null {
	// A client may probe a closed connection with an empty line.
	const trimmed = text.replace(/^[\r\n]+/, '');
	const end = trimmed.indexOf('\r\n\r\n');
	if (end < 0) return null;
	const headers = trimmed.slice(0, end);
	const length = Number(/content-length: (\d+)/i.exec(headers)?.[1] ?? 0);
	if (trimmed.length < end + 4 + length) return null;
	const id = Number(/x-gatequake-id: (\d+)/i.exec(headers)?.[1] ?? 0);
	return {request: {id, method: headers.slice(0, headers.indexOf(' ')), headers}, rest: trimmed.slice(end + 4 + length)};
}

interface Answer {
	readonly head: string;
	readonly chunkedHead: string;
	readonly body: string;
	readonly closes: boolean;
}

function answerFor(request: ServerRequest, options: MisbehavingServerOptions): Answer {
	const body = `answer to ${request.id} `.padEnd(64, '.');
	const closes = options.keepAlive === false || /connection: close/i.test(request.headers);
	const app = `x-gatequake-app: ${options.app ?? 'app1'}\r\nx-gatequake-length: ${body.length}\r\nx-gatequake-crc32: ${crc32(body).toString(16).padStart(8, '0')}\r\n`;
	const common = `HTTP/1.1 200 OK\r\n${app}${closes ? 'connection: close\r\n' : ''}`;
	return {
		head: `${common}content-length: ${body.length}\r\n\r\n`,
		chunkedHead: `${common}transfer-encoding: chunked\r\n\r\n`,
		body,
		closes,
	};
}

const half = (text: string) => text.slice(0, Math.floor(text.length / 2));

const treatments: Readonly<Record<Treatment, (socket: Socket, answer: Answer, lateMs: number) => void>> = {
	answer: whole,
	reset: (socket) => void socket.resetAndDestroy(),
	close: (socket) => void socket.end(),
	'cut-fin': (socket, {head, body}) => void socket.end(head + half(body)),
	// Once what was sent has left, and at once after it: the hardest case to tell from a FIN.
	'cut-rst': (socket, {head, body}) => void socket.write(head + half(body), () => socket.resetAndDestroy()),
	'cut-chunked': (socket, {chunkedHead, body}) => void socket.end(`${chunkedHead}${body.length.toString(16)}\r\n${half(body)}`),
	short: (socket, {head, body}) =>
		void socket.write(head.replace(/content-length: \d+/, `content-length: ${half(body).length}`) + half(body)),
	changed: (socket, {head, body}) => void socket.write(head + body.replace('answer', 'ANSWER')),
	late: (socket, answer, lateMs) => void setTimeout(() => whole(socket, answer), lateMs),
	hang: () => {},
	'hang-body': (socket, {head, body}) => void socket.write(head + half(body)),
	garbage: (socket) => void socket.write('SSH-2.0-OpenSSH_9.6\r\n'),
	'head-reset': (socket, {head}) => void socket.write(half(head), () => socket.resetAndDestroy()),
};

function whole(socket: Socket, {head, body, closes}: Answer): void {
	socket.write(head + body);
	if (closes) socket.end();
}
