// The app leaks off-heap memory until the kernel's OOM killer of its cgroup ends it. Exit code 137 alone is any SIGKILL, so the
// witness asks for three proofs together: the cgroup's own counter, the engine's `oom` event, and the wait status 137.
import {boolean, number, string} from '../expectations/options.ts';
import type {Witness} from '../timeline/timeline.ts';
import {armed} from './armed.ts';
import {oomKills, recordCgroupCounter} from './cgroup-counter.ts';
import {growthIn} from './counter-growth.ts';
import type {GrowingCounter} from './counter-growth.ts';
import type {Collected, Fault} from './fault.ts';
import {makeFault} from './make-fault.ts';
import {memoryLimit} from './memory-limit.ts';
import {targetUpstream} from './target.ts';
import {whereInUse} from './witness.ts';

export interface OomOptions {
	/** Default `app1`. It needs a memory limit, and a restart policy if it is to come back by itself. */
	readonly upstream?: string;
	/** How fast it leaks. Default 400 MB a second: slow leaks take anything from seconds to minutes to be killed. */
	readonly bytesPerSecond?: number;
	/** Leaks again after each restart. Default false. */
	readonly loop?: boolean;
}

/**
 * The app leaks until the kernel's OOM killer ends it.
 * @example oom({upstream: 'app1'})
 */
export function oom(options: OomOptions = {}): Fault {
	const {upstream = 'app1', bytesPerSecond = 400_000_000, loop = false} = options;
	const counter = oomKills(upstream);
	return makeFault({
		kind: 'oom',
		options: {...options, upstream, bytesPerSecond, loop},
		checkers: {upstream: string, bytesPerSecond: number({min: 1_000_000}), loop: boolean},
		describe: `${upstream} leaks to the kernel's OOM kill${loop ? ', again after each restart' : ''}`,
		effect: {withinMs: 10_000, goneWithinMs: 20_000},
		upstreams: [upstream],
		needs: 'leak',
		check: memoryLimit('oom', upstream),
		async inject(context) {
			const target = targetUpstream(context.topology, upstream);
			await recordCgroupCounter(context, counter, 'before');
			const started = await target.leak({bytesPerSecond, loop});
			const killed = await target.waitForEvent('exited', started.atMs, 20_000);
			return armed({
				effective: {atMs: killed.atMs, uncertaintyMs: killed.uncertaintyMs},
				evidence: `the app on ${upstream} was killed while it leaked`,
				async clear() {
					await target.stopLeak();
					await target.startApp();
					await recordCgroupCounter(context, counter, 'after');
					// It may have died and come back several times: what counts is after the last death.
					const died = target.events().findLast(({what}) => what === 'exited') ?? killed;
					const open = await target.waitForPort('open', died.atMs, 20_000);
					return {...open, evidence: `the kernel's socket table shows the port of ${upstream} open again, for good`};
				},
				witness: whereInUse(upstream, killed, oomWitness(counter)),
			});
		},
	});
}

function oomWitness(counter: GrowingCounter): (collected: Collected) => Witness {
	const {part} = counter;
	return (collected) => {
		const {events} = collected;
		const {grew, evidence} = growthIn(collected, counter);
		const engineEvents = events.filter((event) => event.kind === 'container' && event.part === part && event.action === 'oom').length;
		const waitStatuses = events.filter(
			(event) => event.kind === 'process' && event.part === part && event.what === 'exited' && event.exitCode === 137,
		).length;
		return {
			count: engineEvents === 0 ? 0 : Math.min(grew ?? 0, waitStatuses),
			unit: 'processes killed by the kernel for memory',
			evidence: [
				`cgroup counter of ${part}: ${evidence}`,
				`engine events \`oom\` of ${part}: ${engineEvents}`,
				`wait statuses 137 of the app on ${part}: ${waitStatuses}`,
			],
		};
	};
}
