// What a part sends is slowed down to a rate: answers, for an app. Beyond a queue of `queueMs` it is dropped.
import {number, required} from '../expectations/options.ts';
import type {Fault} from './fault.ts';
import {sendQueue} from './network-change.ts';
import {networkFault} from './network-fault.ts';
import type {PartOptions} from './network-fault.ts';

export interface BandwidthOptions extends PartOptions {
	/** Headers of the network included. 1000 or more. */
	readonly bytesPerSecond: number;
	/** How long a packet may wait for its turn; what would wait longer is dropped. Default 2000. */
	readonly queueMs?: number;
}

/** One full packet must fit, or nothing passes at all. */
const burstBytes = 4096;

/**
 * What a part sends is slowed down to a rate.
 * @example bandwidth({bytesPerSecond: 60_000, queueMs: 4000})
 */
export function bandwidth(options: BandwidthOptions): Fault {
	const {bytesPerSecond, queueMs = 2000} = options;
	return networkFault({
		kind: 'bandwidth',
		options: {...options, queueMs},
		checkers: {
			bytesPerSecond: required(number({min: 1000, max: 1_000_000_000, integer: true})),
			queueMs: number({min: 1, max: 60_000, integer: true}),
		},
		kernel: ['rate-limit'],
		describe: `at most ${bytesPerSecond} bytes a second sent`,
		unit: 'packets held back or dropped',
		change: () =>
			sendQueue(['tbf', 'rate', `${bytesPerSecond * 8}bit`, 'burst', `${burstBytes}`, 'latency', `${queueMs}ms`], ['overlimits', 'drops']),
	});
}
