// What a part sends is delayed, by the same time or by times that vary. It needs netem, which not every kernel has.
import {number, required} from '../expectations/options.ts';
import {durationMs} from './behaviour-fault.ts';
import type {Fault} from './fault.ts';
import {sendQueue} from './network-change.ts';
import {networkFault} from './network-fault.ts';
import type {PartOptions} from './network-fault.ts';

export interface DelayOptions extends PartOptions {
	/** In ms. */
	readonly delayMs: number;
	/** The delay of each packet lies within `delayMs` ± this. Default 0. */
	readonly jitterMs?: number;
}

/**
 * What a part sends is delayed, where the kernel has netem.
 * @example delay({delayMs: 100})
 */
export function delay(options: DelayOptions): Fault {
	const {delayMs, jitterMs = 0} = options;
	return networkFault({
		kind: 'delay',
		options: {...options, jitterMs},
		checkers: {delayMs: required(durationMs), jitterMs: number({min: 0})},
		kernel: ['delay'],
		describe: `packets delayed by ${delayMs}${jitterMs === 0 ? '' : ` ± ${jitterMs}`} ms`,
		unit: 'packets delayed',
		change: () => sendQueue(['netem', 'delay', `${delayMs}ms`, ...(jitterMs === 0 ? [] : [`${jitterMs}ms`])], ['packets']),
	});
}
