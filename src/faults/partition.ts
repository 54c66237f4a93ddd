// Two parts cannot reach each other, in neither direction; both still reach everyone else.
import {string} from '../expectations/options.ts';
import type {Fault} from './fault.ts';
import {packetRules} from './network-change.ts';
import {networkFault} from './network-fault.ts';
import type {PartOptions} from './network-fault.ts';

export interface PartitionOptions extends PartOptions {
	/** Default `gateway`. */
	readonly peer?: string;
}

/**
 * Two parts cannot reach each other.
 * @example partition({part: 'app1', peer: 'gateway'})
 */
export function partition(options: PartitionOptions = {}): Fault {
	const {peer = 'gateway'} = options;
	return networkFault({
		kind: 'partition',
		options: {...options, peer},
		checkers: {peer: string},
		kernel: ['packet-rules'],
		describe: 'no packet',
		unit: 'packets dropped',
		change: ({from, to}) => packetRules({incoming: {match: from, verdict: 'drop'}, outgoing: {match: to, verdict: 'drop'}}),
	});
}
