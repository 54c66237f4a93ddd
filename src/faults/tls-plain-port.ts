// The app speaks plain HTTP where the gateway speaks TLS, as after a deploy that forgot to turn it on: the gateway's hello is to it a
// request that it cannot read, which it answers in plain text.
import type {Fault} from './fault.ts';
import {handshakeFault} from './handshake-fault.ts';
import type {HandshakeOptions} from './handshake-fault.ts';

export type TlsPlainPortOptions = HandshakeOptions;

/**
 * The app speaks plain HTTP where the gateway speaks TLS.
 * @example tlsPlainPort()
 */
export function tlsPlainPort(options: TlsPlainPortOptions = {}): Fault {
	return handshakeFault({kind: 'tls-plain-port', how: 'plain', options: {...options}, describe: 'plain HTTP in place of TLS'});
}
