// What passes the link is slowed down to a rate, each connection for itself. (`bandwidth` slows down all that a part sends together.)
import {number, problem, required} from '../expectations/options.ts';
import type {Checker} from '../expectations/options.ts';
import type {Fault} from './fault.ts';
import {toxicFault} from './link-fault.ts';
import type {ToxicOptions} from './link-fault.ts';
import {heldBack, smallestMessageBytes} from './link-witness.ts';

export interface LinkBandwidthOptions extends ToxicOptions {
	/** Of each connection; whole thousands. Beyond 50 000 or so no request is held back long enough to be seen. */
	readonly bytesPerSecond: number;
}

/** Less may be the noise of a busy machine. */
const leastMs = 4;

/**
 * Each connection through the link is slowed down to a rate.
 * @example linkBandwidth({bytesPerSecond: 2000})
 */
export function linkBandwidth(options: LinkBandwidthOptions): Fault {
	const {bytesPerSecond, direction = 'downstream'} = options;
	return toxicFault({
		kind: 'link-bandwidth',
		options: {...options},
		checkers: {bytesPerSecond: required(wholeThousands)},
		describe: `at most ${bytesPerSecond} bytes a second on each connection`,
		toxic: {type: 'bandwidth', attributes: {rate: bytesPerSecond / 1000}},
		witness: heldBack(direction, Math.max(leastMs, (smallestMessageBytes * 1000) / bytesPerSecond)),
	});
}

/** Toxiproxy knows nothing smaller. */
const wholeThousands: Checker = (value, path) =>
	number({min: 1000, max: 1_000_000_000})(value, path).length === 0 && Number(value) % 1000 === 0
		? []
		: [problem(path, 'a multiple of 1000, from 1000 to 1000000000', value)];
