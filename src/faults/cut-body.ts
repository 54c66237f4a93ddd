// The app states the full length, sends half of the body, and closes. Gateways log the status that was already sent.
import {oneOf} from '../expectations/options.ts';
import {behaviourFault} from './behaviour-fault.ts';
import type {BehaviourOptions} from './behaviour-fault.ts';
import type {Fault} from './fault.ts';

export interface CutBodyOptions extends BehaviourOptions {
	/** Default `fin`. */
	readonly by?: 'fin' | 'rst';
	/** How the app states the length. Default `length` (Content-Length). */
	readonly framing?: 'length' | 'chunked';
}

/**
 * The app sends half of the body and closes.
 * @example cutBody({by: 'fin', framing: 'length'})
 */
export function cutBody(options: CutBodyOptions = {}): Fault {
	const {by = 'fin', framing = 'length'} = options;
	return behaviourFault({
		kind: 'cut-body',
		behaviour: {do: 'cut', by, framing},
		options: {...options, by, framing},
		checkers: {by: oneOf(['fin', 'rst']), framing: oneOf(['length', 'chunked'])},
		describe: `half of the body, then ${by === 'rst' ? 'RST' : 'FIN'}`,
		unit: 'bodies cut',
	});
}
