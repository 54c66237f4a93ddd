// The app takes the connection, reads the client's hello, and never answers it: the connection is there, and no handshake comes of it.
import type {Fault} from './fault.ts';
import {handshakeFault} from './handshake-fault.ts';
import type {HandshakeOptions} from './handshake-fault.ts';

export type TlsHangOptions = HandshakeOptions;

/**
 * The app never answers the hello of the gateway's TLS.
 * @example tlsHang()
 */
export function tlsHang(options: TlsHangOptions = {}): Fault {
	return handshakeFault({kind: 'tls-hang', how: 'silent', options: {...options}, describe: "no answer to the client's hello"});
}
