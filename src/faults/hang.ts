// The app takes the request and never finishes: no answer at all, or headers, a part of the body, and then silence.
import {oneOf} from '../expectations/options.ts';
import {behaviourFault} from './behaviour-fault.ts';
import type {BehaviourOptions} from './behaviour-fault.ts';
import type {Fault} from './fault.ts';

export interface HangOptions extends BehaviourOptions {
	/** `request`: no byte of an answer. `headers`: headers and a part of the body. Default `request`. */
	readonly after?: 'request' | 'headers';
}

/**
 * The app takes requests and never answers.
 * @example hang({share: 0.015})
 */
export function hang(options: HangOptions = {}): Fault {
	const {after = 'request'} = options;
	return behaviourFault({
		kind: 'hang',
		behaviour: {do: 'hang', after},
		options: {...options, after},
		checkers: {after: oneOf(['request', 'headers'])},
		describe: after === 'request' ? 'no answer at all' : 'headers, half of the body, then silence',
		unit: 'requests left hanging',
		...(after === 'headers' ? {needs: 'hang-in-body'} : {}),
	});
}
