// The app's event loop is blocked once, as by a synchronous call or an expression that backtracks: nothing is read, accepted or answered until
// it is over. Its process runs, its port is open.
import {number, required} from '../expectations/options.ts';
import {behaviourFault} from './behaviour-fault.ts';
import type {BehaviourOptions} from './behaviour-fault.ts';
import type {Fault} from './fault.ts';

export interface BlockOptions extends BehaviourOptions {
	/** How long the first request blocks it. At most 4000: the app has to be heard again before the fault is over. */
	readonly durationMs: number;
}

/**
 * The app's event loop is blocked once.
 * @example block({durationMs: 2000})
 */
export function block(options: BlockOptions): Fault {
	return behaviourFault({
		kind: 'block',
		behaviour: {do: 'block', durationMs: options.durationMs},
		options: {...options},
		checkers: {durationMs: required(number({min: 1, max: 4000}))},
		describe: `the event loop blocked for ${options.durationMs} ms`,
		unit: 'requests that blocked the event loop',
	});
}
