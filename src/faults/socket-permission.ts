// Nobody may connect to the app's Unix socket, as when the server makes it for another user or group than the gateway's: EACCES.
import type {Fault} from './fault.ts';
import {socketFault} from './socket-fault.ts';
import type {SocketFaultOptions} from './socket-fault.ts';

/**
 * Nobody may connect to the app's Unix socket.
 * @example socketPermission()
 */
export function socketPermission(options: SocketFaultOptions = {}): Fault {
	return socketFault({
		kind: 'socket-permission',
		options,
		describe: (upstream) => `nobody may connect to the Unix socket of ${upstream}`,
		change: 'deny',
		back: 'allow',
		errno: 'EACCES',
	});
}
