// The app reads the request and closes the connection (FIN) without a byte of an answer.
import {behaviourFault} from './behaviour-fault.ts';
import type {BehaviourOptions} from './behaviour-fault.ts';
import type {Fault} from './fault.ts';

export function close(options: BehaviourOptions = {}): Fault {
	return behaviourFault({
		kind: 'close',
		behaviour: {do: 'close'},
		options: {...options},
		checkers: {},
		describe: 'FIN instead of an answer',
		unit: 'requests closed without an answer',
		needs: 'bytes',
	});
}
