// Another protocol answers on the app's port: its greeting, and then it closes.
import type {BehaviourOptions} from './behaviour-fault.ts';
import type {Fault} from './fault.ts';
import {malformedFault} from './malformed-fault.ts';

/**
 * Another protocol answers on the app's port.
 * @example notHttp()
 */
export function notHttp(options: BehaviourOptions = {}): Fault {
	return malformedFault({
		kind: 'not-http',
		wrong: 'not-http',
		options: {...options},
		describe: 'the greeting of another protocol instead of HTTP',
	});
}
