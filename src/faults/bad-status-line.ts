// The app's answer starts with HTTP/1.1, and has letters where the code should be.
import type {BehaviourOptions} from './behaviour-fault.ts';
import type {Fault} from './fault.ts';
import {malformedFault} from './malformed-fault.ts';

/**
 * The app's status line has no code.
 * @example badStatusLine()
 */
export function badStatusLine(options: BehaviourOptions = {}): Fault {
	return malformedFault({
		kind: 'bad-status-line',
		wrong: 'status-line',
		options: {...options},
		describe: 'a status line without a code',
	});
}
