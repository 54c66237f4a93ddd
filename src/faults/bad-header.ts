// One header of the app's answer, among good ones, is none: a line without a colon, or a NUL within its value.
import {oneOf} from '../expectations/options.ts';
import type {BehaviourOptions} from './behaviour-fault.ts';
import type {Fault} from './fault.ts';
import {malformedFault} from './malformed-fault.ts';

export interface BadHeaderOptions extends BehaviourOptions {
	/** Default `without-colon`. */
	readonly how?: 'without-colon' | 'with-nul';
}

/**
 * One of the app's headers is none.
 * @example badHeader({how: 'without-colon'})
 */
export function badHeader(options: BadHeaderOptions = {}): Fault {
	const {how = 'without-colon'} = options;
	return malformedFault({
		kind: 'bad-header',
		wrong: `header-${how}`,
		options: {...options, how},
		checkers: {how: oneOf(['without-colon', 'with-nul'])},
		describe: how === 'without-colon' ? 'a header line without a colon' : 'a header with a NUL in it',
	});
}
