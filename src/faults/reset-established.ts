// Whatever is sent to a part over an established connection is answered with RST, as by a firewall that has forgotten its connections.
import type {Fault} from './fault.ts';
import {packetRules} from './network-change.ts';
import {networkFault, peerChecker} from './network-fault.ts';
import type {PeerOptions} from './network-fault.ts';
import {matchOf, packetMatches} from './packets.ts';

/**
 * Established connections to a part are reset as soon as data comes.
 * @example resetEstablished({peer: 'gateway'})
 */
export function resetEstablished(options: PeerOptions = {}): Fault {
	const {peer = null} = options;
	return networkFault({
		kind: 'reset-established',
		options: {...options, peer},
		checkers: peerChecker,
		kernel: ['packet-rules'],
		describe: 'established connections reset as soon as data comes',
		unit: 'packets answered with RST',
		change: ({from}) => packetRules({incoming: {match: matchOf(from, packetMatches.data), verdict: 'reject with tcp reset'}}),
	});
}
