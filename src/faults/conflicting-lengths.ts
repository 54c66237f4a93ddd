// The app states the length of its body in two ways that do not agree: who believes which one decides where the next answer begins.
import {oneOf} from '../expectations/options.ts';
import type {BehaviourOptions} from './behaviour-fault.ts';
import type {Fault} from './fault.ts';
import {malformedFault} from './malformed-fault.ts';

export interface ConflictingLengthsOptions extends BehaviourOptions {
	/** Content-Length twice, one byte apart; or Content-Length beside Transfer-Encoding: chunked. Default `two-lengths`. */
	readonly how?: 'two-lengths' | 'length-and-chunked';
}

/**
 * The app states two lengths that do not agree.
 * @example conflictingLengths({how: 'length-and-chunked'})
 */
export function conflictingLengths(options: ConflictingLengthsOptions = {}): Fault {
	const {how = 'two-lengths'} = options;
	return malformedFault({
		kind: 'conflicting-lengths',
		wrong: how,
		options: {...options, how},
		checkers: {how: oneOf(['two-lengths', 'length-and-chunked'])},
		describe: how === 'two-lengths' ? 'two Content-Length headers that differ' : 'Content-Length beside Transfer-Encoding',
	});
}
