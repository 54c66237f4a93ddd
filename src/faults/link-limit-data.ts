// Each connection through the link is closed once so many bytes have passed: answers end in the middle.
import {number, required} from '../expectations/options.ts';
import type {Fault} from './fault.ts';
import {toxicFault} from './link-fault.ts';
import type {ToxicOptions} from './link-fault.ts';
import {heldBack} from './link-witness.ts';

export interface LinkLimitDataOptions extends ToxicOptions {
	/** Counted for each connection from the fault's beginning on, headers included. */
	readonly bytes: number;
}

/**
 * Connections through the link are closed after some bytes.
 * @example linkLimitData({bytes: 300})
 */
export function linkLimitData(options: LinkLimitDataOptions): Fault {
	const {bytes, direction = 'downstream'} = options;
	return toxicFault({
		kind: 'link-limit-data',
		options: {...options},
		checkers: {bytes: required(number({min: 1, integer: true}))},
		describe: `connections closed after ${bytes} bytes`,
		toxic: {type: 'limit_data', attributes: {bytes}},
		witness: heldBack(direction, Number.POSITIVE_INFINITY),
	});
}
