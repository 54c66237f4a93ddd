// What passes the link comes in small pieces, with pauses between them: what one write held comes in many reads.
import {number} from '../expectations/options.ts';
import type {Fault} from './fault.ts';
import {toxicFault} from './link-fault.ts';
import type {ToxicOptions} from './link-fault.ts';
import {heldBack, smallestMessageBytes} from './link-witness.ts';

export interface LinkSlicerOptions extends ToxicOptions {
	/** Size of a piece, on average. At most 100, so that each message comes in several. Default 50. */
	readonly averageBytes?: number;
	/** The size varies by ± this; smaller than `averageBytes`. Default 0. */
	readonly variationBytes?: number;
	/** After each piece, in ms. Default 10. */
	readonly pauseMs?: number;
}

/**
 * What passes the link comes in small pieces.
 * @example linkSlicer({averageBytes: 40, variationBytes: 10, pauseMs: 10})
 */
export function linkSlicer(options: LinkSlicerOptions = {}): Fault {
	const {averageBytes = 50, variationBytes = 0, pauseMs = 10, direction = 'downstream'} = options;
	const pieces = Math.ceil(smallestMessageBytes / (averageBytes + variationBytes));
	return toxicFault({
		kind: 'link-slicer',
		options: {...options, averageBytes, variationBytes, pauseMs},
		checkers: {
			averageBytes: number({min: 1, max: 100, integer: true}),
			variationBytes: number({min: 0, max: averageBytes - 1, integer: true}),
			pauseMs: number({min: 1, integer: true}),
		},
		describe: `data in pieces of ${averageBytes}${variationBytes === 0 ? '' : ` ± ${variationBytes}`} bytes, ${pauseMs} ms apart`,
		toxic: {type: 'slicer', attributes: {average_size: averageBytes, size_variation: variationBytes, delay: pauseMs * 1000}},
		witness: heldBack(direction, (pieces - 1) * pauseMs),
	});
}
