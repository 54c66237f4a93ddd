// What passes the link comes later, by the same time or by times that vary: a region farther away, a route that has changed.
import {number, required} from '../expectations/options.ts';
import {wholeMs} from './behaviour-fault.ts';
import type {Fault} from './fault.ts';
import {toxicFault} from './link-fault.ts';
import type {ToxicOptions} from './link-fault.ts';
import {heldBack} from './link-witness.ts';

export interface LinkLatencyOptions extends ToxicOptions {
	/** In ms, whole. */
	readonly latencyMs: number;
	/** Each piece of data is delayed by `latencyMs` ± this. Default 0. */
	readonly jitterMs?: number;
}

/**
 * What passes the link comes later.
 * @example linkLatency({latencyMs: 1500, jitterMs: 100, toxicity: 0.5})
 */
export function linkLatency(options: LinkLatencyOptions): Fault {
	const {latencyMs, jitterMs = 0, direction = 'downstream'} = options;
	return toxicFault({
		kind: 'link-latency',
		options: {...options, jitterMs},
		checkers: {latencyMs: required(wholeMs), jitterMs: number({min: 0, integer: true, ...(latencyMs > 0 ? {max: latencyMs} : {})})},
		describe: `data delayed by ${latencyMs}${jitterMs === 0 ? '' : ` ± ${jitterMs}`} ms`,
		toxic: {type: 'latency', attributes: {latency: latencyMs, jitter: jitterMs}},
		witness: heldBack(direction, Math.max(latencyMs - jitterMs, latencyMs / 2)),
	});
}
