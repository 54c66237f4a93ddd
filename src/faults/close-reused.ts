// The keep-alive race: the app gives up an idle connection just as the gateway sends the next request on it. Made certain: any request
// but the first of its connection is answered with RST, and no app has seen it.
import {behaviourFault} from './behaviour-fault.ts';
import type {BehaviourOptions} from './behaviour-fault.ts';
import type {Fault} from './fault.ts';

/**
 * The app closes kept-alive connections just as they are used again.
 * @example closeReused()
 */
export function closeReused(options: BehaviourOptions = {}): Fault {
	return behaviourFault({
		kind: 'close-reused',
		behaviour: {do: 'close-reused'},
		options: {...options},
		checkers: {},
		describe: 'kept-alive connections closed just as they are used again',
		unit: 'requests that came on a connection being closed',
	});
}
