// The app reads the head of a request and nothing more: a body that no buffer holds gets stuck on its way.
import {behaviourFault} from './behaviour-fault.ts';
import type {BehaviourOptions} from './behaviour-fault.ts';
import type {Fault} from './fault.ts';

/**
 * The app reads the head of a request and nothing more.
 * @example stopReading({methods: ['POST']})
 */
export function stopReading(options: BehaviourOptions = {}): Fault {
	return behaviourFault({
		kind: 'stop-reading',
		behaviour: {do: 'stop-reading'},
		options: {...options},
		checkers: {},
		describe: "the request's head read, and nothing more",
		unit: 'requests not read to their end',
	});
}
