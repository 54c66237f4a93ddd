// The app's whole container is killed: its address goes with it. What a gateway sees then depends on the neighbour entry of the
// dead address: packets dropped in silence while it is warm, then `no route to host`, then both in turn.
import {string} from '../expectations/options.ts';
import {armed} from './armed.ts';
import type {Fault} from './fault.ts';
import {makeFault} from './make-fault.ts';
import {targetUpstream} from './target.ts';
import {containerWitness, recordUse, whereInUse} from './witness.ts';

export interface KillContainerOptions {
	/** Default `app1`. */
	readonly upstream?: string;
}

/**
 * The app's whole container is killed.
 * @example killContainer({upstream: 'app1'})
 */
export function killContainer(options: KillContainerOptions = {}): Fault {
	const {upstream = 'app1'} = options;
	return makeFault({
		kind: 'kill-container',
		options: {...options, upstream},
		checkers: {upstream: string},
		describe: `SIGKILL of the whole container of ${upstream}, started again at the end`,
		effect: {withinMs: 500, goneWithinMs: 5000},
		upstreams: [upstream],
		onForeign: true,
		async inject(context) {
			const {topology} = context;
			const target = targetUpstream(topology, upstream);
			await recordUse(context, target);
			const undo = await topology.runtime.recordUndo({do: 'start', container: target.container.id});
			const effective = await topology.killContainer(target.container);
			return armed({
				effective,
				evidence: `the engine reported the end of the container of ${upstream}`,
				async clear() {
					const open = await target.restartContainer();
					await undo.done();
					return {...open, evidence: `the kernel's socket table shows the port of ${upstream} open again`};
				},
				witness: whereInUse(upstream, effective, containerWitness(upstream)),
			});
		},
	});
}
