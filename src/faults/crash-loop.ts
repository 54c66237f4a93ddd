// A version that crashes is deployed: it listens and serves for a while, ends, and is started again by its process manager, again and again.
import {oneOf} from '../expectations/options.ts';
import type {Fault} from './fault.ts';
import {flawFault, flawMs} from './flaw-fault.ts';
import type {FlawOptions} from './flaw-fault.ts';

export interface CrashLoopOptions extends FlawOptions {
	/** How long each process lives, from its start. Default 500 ms. */
	readonly afterMs?: number;
	/** An uncaught exception (wait status 1), or a signal that it sends itself (139, 134). Default `exception`. */
	readonly by?: 'exception' | 'SIGSEGV' | 'SIGABRT';
}

/**
 * A version of the app is deployed that crashes again and again.
 * @example crashLoop({afterMs: 400, startAtEnd: false})
 */
export function crashLoop(options: CrashLoopOptions = {}): Fault {
	const {afterMs = 500, by = 'exception', upstream = 'app1'} = options;
	return flawFault({
		kind: 'crash-loop',
		flaw: {is: 'crash', afterMs, by},
		options: {...options, afterMs, by},
		checkers: {afterMs: flawMs, by: oneOf(['exception', 'SIGSEGV', 'SIGABRT'])},
		describe: `a version that crashes ${afterMs} ms after each start (${by}) is deployed`,
		shows: 'when-it-crashes',
		check: ({upstreams}) =>
			upstreams.some(({name, restart}) => name === upstream && ['no', 'on-success'].includes(restart.policy))
				? [
						{
							path: 'fault',
							message: `crash-loop needs a process manager that starts ${upstream} again: write restart: {policy: 'always', delayMs: 500} in its options`,
						},
					]
				: [],
	});
}
