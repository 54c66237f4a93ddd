// The app resets connections (RST): on accept, once it has read the request, after it has committed a POST, or in mid-body.
import {oneOf} from '../expectations/options.ts';
import {behaviourFault} from './behaviour-fault.ts';
import type {BehaviourOptions} from './behaviour-fault.ts';
import type {Fault} from './fault.ts';

export interface ResetOptions extends BehaviourOptions {
	/**
	 * `accept` meets new connections only: with upstream keep-alive on it may meet none.
	 * `commit` treats POSTs, after the commit. Default `request`.
	 */
	readonly when?: 'accept' | 'request' | 'commit' | 'body';
}

/**
 * The app resets connections: on accept, after the request, after the commit, in mid-body.
 * @example reset({when: 'request'})
 */
export function reset(options: ResetOptions = {}): Fault {
	const {when = 'request'} = options;
	return behaviourFault({
		kind: 'reset',
		behaviour: {do: 'reset', when},
		options: {...options, when},
		checkers: {when: oneOf(Object.keys(descriptions))},
		describe: descriptions[when],
		unit: 'requests reset',
	});
}

const descriptions = {
	accept: 'RST on accept',
	request: 'RST instead of an answer',
	commit: 'RST after the commit',
	body: 'RST in mid-body',
} as const;
