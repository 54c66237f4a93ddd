// The app's Unix socket has no name any more, as after a clean-up of /run or with a path that differs: connect() gives ENOENT. The app
// itself runs on and notices nothing.
import type {Fault} from './fault.ts';
import {socketFault} from './socket-fault.ts';
import type {SocketFaultOptions} from './socket-fault.ts';

/**
 * The app's Unix socket is gone from its folder.
 * @example socketMissing()
 */
export function socketMissing(options: SocketFaultOptions = {}): Fault {
	return socketFault({
		kind: 'socket-missing',
		options,
		describe: (upstream) => `the Unix socket of ${upstream} is gone`,
		change: 'hide',
		back: 'show',
		errno: 'ENOENT',
	});
}
