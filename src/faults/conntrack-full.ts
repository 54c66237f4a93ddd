// Connection tracking at a part has no entry left: connections that are there go on, and the first packet of each other one is dropped
// in silence. The kernel's own limit (`nf_conntrack_max`) is one for the whole host, so what counts here are the tracked connections to
// this part, by the kernel's own count of them.
import {number} from '../expectations/options.ts';
import type {Fault} from './fault.ts';
import {afterTracking, packetRules} from './network-change.ts';
import {networkFault, peerChecker} from './network-fault.ts';
import type {PeerOptions} from './network-fault.ts';

export interface ConntrackFullOptions extends PeerOptions {
	/** Open connections for which there is an entry. Default 16. */
	readonly entries?: number;
}

/**
 * A part has no entry left for another connection in its connection tracking.
 * @example conntrackFull({entries: 8})
 */
export function conntrackFull(options: ConntrackFullOptions = {}): Fault {
	const {entries = 16} = options;
	return networkFault({
		kind: 'conntrack-full',
		options: {...options, entries},
		checkers: {...peerChecker, entries: number({min: 1, max: 100_000, integer: true})},
		kernel: ['connection-count'],
		describe: `connection tracking with ${entries} entries`,
		unit: 'packets of new connections dropped',
		change: ({from}) =>
			packetRules(
				{incoming: {match: `${from} meta l4proto tcp ct state new ct count over ${entries}`.trim(), verdict: 'drop'}},
				afterTracking,
			),
	});
}
