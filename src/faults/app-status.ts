// The app itself answers with an error status, whole and well-formed: the gateway passes it on and has nothing to explain.
import {number, required} from '../expectations/options.ts';
import {behaviourFault} from './behaviour-fault.ts';
import type {BehaviourOptions} from './behaviour-fault.ts';
import type {Fault} from './fault.ts';

export interface AppStatusOptions extends BehaviourOptions {
	/** 400 to 599. */
	readonly status: number;
}

/**
 * The app itself answers with an error status.
 * @example appStatus({status: 503})
 */
export function appStatus(options: AppStatusOptions): Fault {
	return behaviourFault({
		kind: 'app-status',
		behaviour: {do: 'status', status: options.status},
		options: {...options},
		checkers: {status: required(number({min: 400, max: 599, integer: true}))},
		describe: `the app answers ${options.status}`,
		unit: 'requests answered with the status',
	});
}
