// Requests that need more memory than there is: the worker that serves one takes it until the kernel's OOM killer ends that worker. The server
// lives on and replaces it. Its log is no proof: Gunicorn asks "Perhaps out of memory?" after any SIGKILL. The cgroup's own counter is.
import {behaviourFault} from './behaviour-fault.ts';
import type {BehaviourOptions} from './behaviour-fault.ts';
import {oomKills} from './cgroup-counter.ts';
import type {Fault} from './fault.ts';
import {memoryLimit} from './memory-limit.ts';

/**
 * The worker that serves a request takes memory until the kernel kills it.
 * @example workerOom({share: 0.03})
 */
export function workerOom(options: BehaviourOptions = {}): Fault {
	const {upstream = 'app1'} = options;
	return behaviourFault({
		kind: 'worker-oom',
		behaviour: {do: 'take-memory'},
		options: {...options},
		checkers: {},
		describe: "a worker takes memory to the kernel's OOM kill",
		unit: 'requests whose worker took all memory, no more than the kernel killed for it',
		check: memoryLimit('worker-oom', upstream),
		counter: oomKills(upstream),
	});
}
