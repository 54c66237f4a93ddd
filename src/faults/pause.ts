// The app's whole container is paused by the engine (the freezer of its cgroup), and goes on later: all its processes stand still, and the
// kernel goes on accepting for them.
import {GatequakeError} from '../error.ts';
import {string} from '../expectations/options.ts';
import {armed} from './armed.ts';
import type {Fault} from './fault.ts';
import {makeFault} from './make-fault.ts';
import {targetUpstream} from './target.ts';
import {unreadCounter, unreadWitness} from './unread.ts';

export interface PauseOptions {
	/** Default `app1`. */
	readonly upstream?: string;
}

/**
 * The app's container is paused by the engine.
 * @example pause()
 */
export function pause(options: PauseOptions = {}): Fault {
	const {upstream = 'app1'} = options;
	return makeFault({
		kind: 'pause',
		options: {...options, upstream},
		checkers: {upstream: string},
		describe: `the engine pauses the container of ${upstream}, until the end`,
		// The engine's call takes 40 to 120 ms, and the instant of the effect lies within.
		effect: {withinMs: 200, goneWithinMs: 200},
		upstreams: [upstream],
		onForeign: true,
		network: [{part: upstream, kernel: []}],
		async inject(context) {
			const {topology} = context;
			const {container} = targetUpstream(topology, upstream);
			const unread = unreadCounter(context, upstream);
			const undo = await topology.runtime.recordUndo({do: 'unpause', container: container.id});
			const effective = await topology.reported(container, 'pause', async () => await container.pause());
			return armed({
				effective,
				evidence: `the engine reported the container of ${upstream} as paused`,
				async clear() {
					await unread.record();
					if (!(await container.inspect()).paused) {
						await undo.done();
						throw new GatequakeError(`expected the container of ${upstream} to be paused, it is not: there is nothing to take back`, {
							code: 'TARGET_DIED',
							hint: 'something else ended it, or unpaused it, while the fault was armed',
						});
					}

					const gone = await topology.reported(container, 'unpause', async () => await container.unpause());
					await undo.done();
					return {...gone, evidence: `the engine reported the container of ${upstream} as unpaused`};
				},
				witness: unreadWitness(upstream),
			});
		},
	});
}
