// Questions of the gateway to its name service that were not simply passed on, by the count of what stands before that service.
import type {Instant, Witness} from '../timeline/timeline.ts';
import type {Collected, FaultContext} from './fault.ts';

const counterName = 'names.treated';

export function recordNames(context: FaultContext, {atMs, uncertaintyMs, held}: Instant & {readonly held: number}): void {
	const source = 'the relay in the network namespace of the gateway';
	context.record({kind: 'counter', atMs, uncertaintyMs, part: 'gateway', name: counterName, value: held, source});
}

export function nameWitness({events}: Collected): Witness {
	const counters = events.filter((event) => event.kind === 'counter').filter(({name}) => name === counterName);
	return {
		count: counters.reduce((sum, {value}) => sum + value, 0),
		unit: 'questions that the name service did not answer as it does',
		evidence: counters.map(({source, value}) => `${source}: ${value} questions`),
	};
}
