// The app stops accepting: its process is stopped (SIGSTOP), so the kernel accepts for it until its backlog is full, and then drops what
// would open a new connection. Idle-looking and deaf, as an app whose event loop or whose only worker is blocked.
import {string} from '../expectations/options.ts';
import {armed} from './armed.ts';
import type {Fault} from './fault.ts';
import {growthWitness} from './counter-growth.ts';
import {counterOf, recordKernelCounter, listenOverflows} from './kernel-counter.ts';
import {makeFault} from './make-fault.ts';
import {targetNetwork, targetUpstream} from './target.ts';

export interface BacklogFullOptions {
	/** Default `app1`. Its `backlog` must be a small one, which the load fills at once. */
	readonly upstream?: string;
}

const largestBacklog = 128;

/**
 * The app stops accepting, and the kernel's queue for it fills up.
 * @example backlogFull()
 */
export function backlogFull(options: BacklogFullOptions = {}): Fault {
	const {upstream = 'app1'} = options;
	return makeFault({
		kind: 'backlog-full',
		options: {...options, upstream},
		checkers: {upstream: string},
		describe: `the app on ${upstream} stopped, so that its backlog fills up`,
		effect: {withinMs: 100, goneWithinMs: 100},
		upstreams: [upstream],
		needsSupervisor: true,
		network: [{part: upstream, kernel: []}],
		check: ({upstreams}) =>
			upstreams.some(({name, backlog}) => name === upstream && backlog > largestBacklog)
				? [
						{
							path: 'fault',
							message: `backlog-full needs a backlog of at most ${largestBacklog} on ${upstream}: write backlog in its options, such as 8`,
						},
					]
				: [],
		async inject(context) {
			const {topology} = context;
			const target = targetUpstream(topology, upstream);
			const helper = targetNetwork(topology, upstream);
			await recordKernelCounter(context, helper, listenOverflows, 'before');
			const effective = await target.kill('SIGSTOP', null);
			return armed({
				effective,
				evidence: `SIGSTOP sent to the app on ${upstream}`,
				async clear() {
					const cleared = await target.kill('SIGCONT', null);
					await recordKernelCounter(context, helper, listenOverflows, 'after');
					return {...cleared, evidence: `SIGCONT sent to the app on ${upstream}`};
				},
				witness: growthWitness(counterOf(upstream, listenOverflows), 'connection attempts that found the accept queue full'),
			});
		},
	});
}
