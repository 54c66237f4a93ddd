// What runs out of memory must have a limit of it, or it takes the whole machine's.
import type {OptionProblem} from '../expectations/expectation.ts';
import type {CheckedTopology} from './make-fault.ts';

export function memoryLimit(kind: string, upstream: string): (topology: CheckedTopology) => readonly OptionProblem[] {
	return ({upstreams}) =>
		upstreams.some(({name, memoryBytes}) => name === upstream && memoryBytes === null)
			? [{path: 'fault', message: `${kind} needs a memory limit on ${upstream}: write memoryBytes in its options`}]
			: [];
}
