// The app answers the gateway's health checks with an error, and everybody else as well as ever: a deploy has moved or broken the path.
import {number, required} from '../expectations/options.ts';
import {behaviourFault} from './behaviour-fault.ts';
import type {Fault} from './fault.ts';

export interface ProbeStatusOptions {
	/** Default `app1`. */
	readonly upstream?: string;
	/** What health checks get. */
	readonly status: number;
}

/**
 * The app refuses health checks, and nothing else.
 * @example probeStatus({status: 404})
 */
export function probeStatus(options: ProbeStatusOptions): Fault {
	return behaviourFault({
		kind: 'probe-status',
		ofHealthChecks: true,
		behaviour: {do: 'probe-status', status: options.status},
		options: {...options},
		checkers: {status: required(number({min: 300, max: 599, integer: true}))},
		describe: `health checks answered with ${options.status}`,
		unit: 'health checks refused',
	});
}
