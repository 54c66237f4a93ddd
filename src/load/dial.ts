// Opens a socket to the target, plain or TLS, and tells what comes of it.
import {connect, type Socket} from 'node:net';
import {connect as connectTls} from 'node:tls';
import type {TlsPlan} from '../scenario/plan.ts';

export interface Target {
	readonly address: string;
	readonly port: number;
	readonly tls: TlsPlan | null;
}

export interface DialHandlers {
	/** The TCP connection is there; of TLS the handshake is still to come. */
	readonly onConnected: () => void;
	/** Requests may be sent. */
	readonly onOpen: () => void;
	/** The bytes are only there until it returns. */
	readonly onBytes: (bytes: Buffer) => void;
	readonly onEnd: () => void;
	/** Null where it is closed without an error. May be called after an error. */
	readonly onClosed: (error: NodeJS.ErrnoException | null) => void;
}

export function dial({address, port, tls}: Target, handlers: DialHandlers): Socket {
	const {onConnected, onOpen, onBytes, onEnd, onClosed} = handlers;
	// Half open, because a FIN is told from a RST by writing after it.
	const options = {host: address, port, noDelay: true, allowHalfOpen: true};
	const onread = {
		buffer: readBuffer,
		callback: (length: number, buffer: Uint8Array) => {
			onBytes(Buffer.from(buffer.buffer, buffer.byteOffset, length));
			return true;
		},
	};
	const tcp = connect(tls === null ? {...options, onread} : options);
	tcp.once('connect', () => {
		onConnected();
		if (tls === null) onOpen();
	});
	const socket = tls === null ? tcp : secured(tcp, tls, {onOpen, onBytes});
	socket.on('end', onEnd);
	socket.on('error', onClosed);
	socket.on('close', () => onClosed(null));
	return socket;
}

/** One buffer for all connections of the thread: bytes are parsed before the next read. */
const readBuffer = Buffer.allocUnsafeSlow(64 * 1024);

function secured(tcp: Socket, {serverName, ca}: TlsPlan, {onOpen, onBytes}: Pick<DialHandlers, 'onOpen' | 'onBytes'>): Socket {
	const secure = connectTls({
		socket: tcp,
		servername: serverName,
		ALPNProtocols: ['http/1.1'],
		rejectUnauthorized: ca !== null,
		...(ca === null ? {} : {ca}),
	});
	secure.once('secureConnect', onOpen);
	secure.on('data', onBytes);
	return secure;
}
