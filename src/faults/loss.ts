// A random share of packets is lost, in both directions. Which ones the kernel decides: the seed of the run has no say in it.
import {number, required} from '../expectations/options.ts';
import type {Fault} from './fault.ts';
import {packetRules} from './network-change.ts';
import {networkFault, peerChecker} from './network-fault.ts';
import type {PeerOptions} from './network-fault.ts';
import {matchOf} from './packets.ts';

export interface LossOptions extends PeerOptions {
	/** Share of packets lost each way, above 0, up to 1. */
	readonly share: number;
}

const shares = 1_000_000;

/**
 * A random share of packets is lost.
 * @example loss({share: 0.1, peer: 'gateway'})
 */
export function loss(options: LossOptions): Fault {
	const {peer = null} = options;
	const random = `numgen random mod ${shares} < ${Math.round(options.share * shares)}`;
	return networkFault({
		kind: 'loss',
		options: {...options, peer},
		checkers: {...peerChecker, share: required(number({min: 1 / shares, max: 1}))},
		kernel: ['packet-rules'],
		describe: `${Number((options.share * 100).toPrecision(6))} % of packets lost`,
		unit: 'packets lost',
		change: ({from, to}) =>
			packetRules({
				incoming: {match: matchOf(from, random), verdict: 'drop'},
				outgoing: {match: matchOf(to, random), verdict: 'drop'},
			}),
	});
}
