// The app is slow: before its first byte, or from byte to byte.
import {required} from '../expectations/options.ts';
import {behaviourFault, durationMs} from './behaviour-fault.ts';
import type {BehaviourOptions} from './behaviour-fault.ts';
import type {Fault} from './fault.ts';

export interface SlowFirstByteOptions extends BehaviourOptions {
	/** Wait before the first byte, in ms. */
	readonly delayMs: number;
}

/**
 * The app waits before its first byte.
 * @example slowFirstByte({delayMs: 200})
 */
export function slowFirstByte(options: SlowFirstByteOptions): Fault {
	return behaviourFault({
		kind: 'slow-first-byte',
		behaviour: {do: 'slow-first-byte', delayMs: options.delayMs},
		options: {...options},
		checkers: {delayMs: required(durationMs)},
		describe: `first byte after ${options.delayMs} ms`,
		unit: 'requests delayed',
	});
}

export interface DripOptions extends BehaviourOptions {
	/** Time between two bytes of the body, in ms. */
	readonly intervalMs: number;
}

/**
 * The app sends its body byte by byte.
 * @example drip({intervalMs: 4})
 */
export function drip(options: DripOptions): Fault {
	return behaviourFault({
		kind: 'drip',
		behaviour: {do: 'drip', intervalMs: options.intervalMs},
		options: {...options},
		checkers: {intervalMs: required(durationMs)},
		describe: `one byte each ${options.intervalMs} ms`,
		unit: 'answers dripped',
	});
}
