// The app reads the request and closes the connection (FIN) without an answer: not a byte, or only the informational 103 before one.
import {oneOf} from '../expectations/options.ts';
import {behaviourFault} from './behaviour-fault.ts';
import type {BehaviourOptions} from './behaviour-fault.ts';
import type {Fault} from './fault.ts';

export interface CloseOptions extends BehaviourOptions {
	/** `request`: not a byte. `hints`: after 103 (Early Hints). Default `request`. */
	readonly after?: 'request' | 'hints';
}

/**
 * The app closes without an answer, or after a 103.
 * @example close({after: 'hints'})
 */
export function close(options: CloseOptions = {}): Fault {
	const {after = 'request'} = options;
	return behaviourFault({
		kind: 'close',
		behaviour: {do: 'close', after},
		options: {...options, after},
		checkers: {after: oneOf(['request', 'hints'])},
		describe: after === 'request' ? 'FIN instead of an answer' : '103, then FIN instead of an answer',
		unit: 'requests closed without an answer',
	});
}
