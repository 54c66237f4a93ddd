// How an app that speaks TLS meets each new connection: with its certificate, or badly. What was wrong with a handshake goes into the
// journal, by what the app itself saw of it: the client's hello, its alert, or a handshake that it completed all the same.
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import type {Socket} from 'node:net';
import type {SecureContext, Server as TlsServer} from 'node:tls';
import type {TlsHabit} from './app-settings.ts';
import type {JournalEntry} from './journal.ts';
import {badCertificates} from './upstream.ts';
import type {BadCertificate, BadHandshake} from './upstream.ts';

export interface TlsDoorParts {
	readonly habit: Exclude<TlsHabit, 'off'>;
	readonly service: {readonly badHandshake: BadHandshake | null};
	readonly journal: {write(entry: JournalEntry): void};
	/** With certificate and key in one file each: `good.pem`, and one for each of `badCertificates`. */
	readonly folder: string;
	/** A connection on which requests may come. */
	readonly onConnection: (socket: Socket, tcp: Socket) => void;
}

/** First byte of a TLS handshake. */
const handshakeByte = 0x16;

export function tlsDoor({habit, service, journal, folder, onConnection}: TlsDoorParts): (tcp: Socket) => void {
	/** By their peers. */
	const waiting = new Map<string, Socket>();
	const taken = (socket: Socket): Socket => {
		const tcp = waiting.get(peerOf(socket)) ?? socket;
		waiting.delete(peerOf(socket));
		return tcp;
	};
	const fault = (detail: string): void => {
		// No request is known yet.
		journal.write({r: -1, s: 'faulted', d: detail});
	};
	/** Each has ticket keys of its own, so that no session that began with one certificate goes on with another. */
	const secured = (file: string, how: BadCertificate | null): TlsServer => {
		// Loaded by apps that speak TLS only: it takes time.
		const {createSecureContext, createServer} = process.getBuiltinModule('node:tls');
		const pem = readFileSync(join(folder, file));
		const context = createSecureContext({key: pem, cert: pem});
		const named = habit === 'named' && how === null;
		// Without a name there is no certificate, and with none there is nothing to agree on.
		const options = named ? {SNICallback: (_: string, give: GiveContext) => give(null, context)} : {key: pem, cert: pem};
		const server = createServer(options, (socket) => {
			if (how !== null) fault(`handshake ${how}: completed`);
			onConnection(socket, taken(socket));
		});
		server.on('tlsClientError', (error: NodeJS.ErrnoException) => {
			if (how !== null || named) fault(`handshake ${how ?? 'refused'}: ${error.code ?? error.message}`);
		});
		return server;
	};
	const good = secured('good.pem', null);
	const bad = new Map<BadHandshake, TlsServer>(badCertificates.map((how) => [how, secured(`${how}.pem`, how)]));
	return (tcp) => {
		const how = service.badHandshake;
		tcp.on('error', ignore);
		if (how === 'plain' || how === 'silent') {
			onFirstByte(tcp, (byte) => {
				fault(`handshake ${how}: ${byte === handshakeByte ? 'the client said hello' : 'the client spoke no TLS'}`);
				if (how === 'plain') {
					onConnection(tcp, tcp);
				} else {
					// So that it is seen when the client gives up.
					tcp.resume();
				}
			});
			return;
		}

		const peer = peerOf(tcp);
		waiting.set(peer, tcp);
		tcp.once('close', () => waiting.delete(peer));
		(how === null ? good : (bad.get(how) ?? good)).emit('connection', tcp);
	};
}

type GiveContext = (problem: null, context: SecureContext) => void;

function peerOf({remoteAddress, remotePort}: Socket): string {
	return `${remoteAddress}:${remotePort}`;
}

/** Looks at it, and leaves it to be read. */
function onFirstByte(tcp: Socket, act: (byte: number | undefined) => void): void {
	tcp.once('readable', () => {
		const chunk: Buffer | null = tcp.read();
		if (chunk !== null) {
			tcp.unshift(chunk);
			act(chunk[0]);
		}
	});
}

/** The 'close' that follows an error is what counts. */
function ignore(): void {}
