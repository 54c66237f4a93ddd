// Packets that reach a part are dropped in silence, as by a firewall: of new connections only, or all of them.
import {oneOf} from '../expectations/options.ts';
import type {Fault} from './fault.ts';
import {packetRules} from './network-change.ts';
import {networkFault, peerChecker} from './network-fault.ts';
import type {PeerOptions} from './network-fault.ts';
import {matchOf, packetMatches} from './packets.ts';

export interface DropOptions extends PeerOptions {
	/** `syn`: new connections are not made, established ones go on. Default `syn`. */
	readonly packets?: 'syn' | 'all';
}

/**
 * Packets to a part are dropped: of new connections, or all.
 * @example drop({peer: 'gateway'})
 */
export function drop(options: DropOptions = {}): Fault {
	const {packets = 'syn', peer = null} = options;
	return networkFault({
		kind: 'drop',
		options: {...options, peer, packets},
		checkers: {...peerChecker, packets: oneOf(['syn', 'all'])},
		kernel: ['packet-rules'],
		describe: packets === 'syn' ? 'new connections dropped' : 'incoming packets dropped',
		unit: 'packets dropped',
		change: ({from}) => packetRules({incoming: {match: matchOf(from, packetMatches[packets]), verdict: 'drop'}}),
	});
}
