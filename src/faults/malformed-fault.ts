// Faults in which the app's answer is whole, but wrong in one place on the wire; then the app closes.
import type {Checker} from '../expectations/options.ts';
import type {Wrong} from '../upstreams/upstream.ts';
import {behaviourFault} from './behaviour-fault.ts';
import type {BehaviourOptions} from './behaviour-fault.ts';
import type {Fault} from './fault.ts';

export interface MalformedFaultParts {
	readonly kind: string;
	readonly wrong: Wrong;
	/** As the user wrote them, defaults filled in. */
	readonly options: BehaviourOptions & Readonly<Record<string, unknown>>;
	/** For the options beside the common ones. */
	readonly checkers?: Readonly<Record<string, Checker>>;
	readonly describe: string;
}

export function malformedFault({kind, wrong, options, checkers = {}, describe}: MalformedFaultParts): Fault {
	return behaviourFault({
		kind,
		behaviour: {do: 'malformed', wrong},
		options,
		checkers,
		describe,
		unit: 'answers spoilt on the wire',
	});
}
