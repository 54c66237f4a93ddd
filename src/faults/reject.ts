// New connections to a part are rejected with an answer, as by a closed port (RST) or by a firewall or router on the way (ICMP).
import {oneOf} from '../expectations/options.ts';
import type {Fault} from './fault.ts';
import {packetRules} from './network-change.ts';
import {networkFault, peerChecker} from './network-fault.ts';
import type {PeerOptions} from './network-fault.ts';
import {matchOf, packetMatches} from './packets.ts';

export interface RejectOptions extends PeerOptions {
	/** `rst`, or the ICMP message. Default `rst`. */
	readonly with?: 'rst' | 'port-unreachable' | 'host-unreachable' | 'admin-prohibited';
}

/**
 * New connections to a part are rejected with RST or ICMP.
 * @example reject({with: 'rst', peer: 'gateway'})
 */
export function reject(options: RejectOptions = {}): Fault {
	const {with: answer = 'rst', peer = null} = options;
	return networkFault({
		kind: 'reject',
		options: {...options, peer, with: answer},
		checkers: {...peerChecker, with: oneOf(['rst', 'port-unreachable', 'host-unreachable', 'admin-prohibited'])},
		kernel: ['packet-rules'],
		...(answer === 'rst' ? {} : {sysctls: everyMessage}),
		describe: `new connections rejected with ${answer === 'rst' ? 'RST' : `ICMP ${answer}`}`,
		unit: 'connection attempts rejected',
		change: ({from}) =>
			packetRules({
				incoming: {
					match: matchOf(from, packetMatches.syn),
					verdict: answer === 'rst' ? 'reject with tcp reset' : `reject with icmp ${answer}`,
				},
			}),
	});
}

/** Of itself the kernel sends one such message a second to each peer, and the other attempts time out as if they had been dropped. */
const everyMessage = {'net.ipv4.icmp_ratelimit': '0'};
