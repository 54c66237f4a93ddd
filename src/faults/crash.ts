// The process that serves a request ends by a signal instead of answering, as by a broken extension: one worker of a server that has some,
// which its master replaces; of an app that is one process, the app.
import {oneOf} from '../expectations/options.ts';
import {behaviourFault} from './behaviour-fault.ts';
import type {BehaviourOptions} from './behaviour-fault.ts';
import type {Fault} from './fault.ts';

export interface CrashOptions extends BehaviourOptions {
	/** Default `SIGSEGV`. */
	readonly signal?: 'SIGSEGV' | 'SIGKILL' | 'SIGABRT';
}

/**
 * The process that serves a request ends by a signal.
 * @example crash({signal: 'SIGSEGV', share: 0.2})
 */
export function crash(options: CrashOptions = {}): Fault {
	const {signal = 'SIGSEGV'} = options;
	return behaviourFault({
		kind: 'crash',
		behaviour: {do: 'crash', signal},
		options: {...options, signal},
		checkers: {signal: oneOf(['SIGSEGV', 'SIGKILL', 'SIGABRT'])},
		describe: `the process that serves the request ends by ${signal}`,
		unit: 'requests whose process ended',
	});
}
