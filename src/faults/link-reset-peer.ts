// Connections through the link are reset, in both directions, as soon as data comes or some time after that.
import {number} from '../expectations/options.ts';
import type {Fault} from './fault.ts';
import {linkTimes, toxicFault} from './link-fault.ts';
import type {ToxicOptions} from './link-fault.ts';
import {kernelWitness} from './link-witness.ts';

export interface LinkResetPeerOptions extends ToxicOptions {
	/** From the first data to the reset, in ms, up to 2000: until it is over the fault cannot be taken back. Default 0. */
	readonly afterMs?: number;
}

/**
 * Connections through the link are reset.
 * Connections that are open when it begins get a FIN with their next data, not an RST: Toxiproxy prepares only those for it that are made
 * later. Set `upstreamKeepalive: 0` where each is to be reset.
 * @example linkResetPeer({afterMs: 200})
 */
export function linkResetPeer(options: LinkResetPeerOptions = {}): Fault {
	const {afterMs = 0} = options;
	return toxicFault({
		kind: 'link-reset-peer',
		options: {...options, afterMs},
		checkers: {afterMs: number({min: 0, max: 2000, integer: true})},
		describe: `connections reset${afterMs === 0 ? '' : ` after ${afterMs} ms`}`,
		effect: {withinMs: linkTimes.withinMs + afterMs, goneWithinMs: linkTimes.goneWithinMs + afterMs},
		toxic: {type: 'reset_peer', attributes: {timeout: afterMs}},
		witness: kernelWitness('resets', 'packets that reset a connection'),
	});
}
