// A connection that one side closes stays open on the other side for a while: whoever keeps it alive there finds it dead when it is used again.
import {required} from '../expectations/options.ts';
import {wholeMs} from './behaviour-fault.ts';
import type {Fault} from './fault.ts';
import {toxicFault} from './link-fault.ts';
import type {ToxicOptions} from './link-fault.ts';
import {kernelWitness} from './link-witness.ts';

export interface LinkSlowCloseOptions extends ToxicOptions {
	/** From the app's end (`downstream`) or the gateway's (`upstream`) to the other side's, in ms. */
	readonly delayMs: number;
}

/**
 * Ends of connections are passed on late.
 * @example linkSlowClose({delayMs: 400})
 */
export function linkSlowClose(options: LinkSlowCloseOptions): Fault {
	const {delayMs} = options;
	return toxicFault({
		kind: 'link-slow-close',
		options: {...options},
		checkers: {delayMs: required(wholeMs)},
		describe: `ends of connections passed on ${delayMs} ms late`,
		toxic: {type: 'slow_close', attributes: {delay: delayMs}},
		witness: kernelWitness('half-closed', 'connections closed by one side and held open, at the end of the fault'),
	});
}
