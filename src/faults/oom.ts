// The app leaks off-heap memory until the kernel's OOM killer of its cgroup ends it. Exit code 137 alone is any SIGKILL, so the
// witness asks for three proofs together: the cgroup's own counter, the engine's `oom` event, and the wait status 137.
import {boolean, number, string} from '../expectations/options.ts';
import {armed} from './armed.ts';
import type {Collected, Fault} from './fault.ts';
import {makeFault} from './make-fault.ts';
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

export function oom(options: OomOptions = {}): Fault {
	const {upstream = 'app1', bytesPerSecond = 400_000_000, loop = false} = options;
	return makeFault({
		kind: 'oom',
		options: {...options, upstream, bytesPerSecond, loop},
		checkers: {upstream: string, bytesPerSecond: number({min: 1_000_000}), loop: boolean},
		describe: `${upstream} leaks to the kernel's OOM kill${loop ? ', again after each restart' : ''}`,
		effect: {withinMs: 10_000, goneWithinMs: 20_000},
		upstreams: [upstream],
		needs: 'leak',
		check: ({upstreams}) =>
			upstreams.some(({name, memoryBytes}) => name === upstream && memoryBytes === null)
				? [{path: 'fault', message: `oom needs a memory limit on ${upstream}: write memoryBytes in its options`}]
				: [],
		async inject(context) {
			const target = targetUpstream(context.topology, upstream);
			const before = await target.counters();
			const started = await target.leak({bytesPerSecond, loop});
			const killed = await target.waitForEvent('exited', started.atMs, 20_000);
			return armed({
				effective: {atMs: killed.atMs, uncertaintyMs: killed.uncertaintyMs},
				evidence: `the app on ${upstream} was killed while it leaked`,
				async clear() {
					await target.stopLeak();
					await target.startApp();
					const after = await target.counters();
					for (const [when, {counters, sources}] of Object.entries({before, after})) {
						const {['memory.oom_kill']: value} = counters;
						if (value !== undefined) {
							context.record({
								kind: 'counter',
								...context.now(),
								part: upstream,
								name: `memory.oom_kill.${when}`,
								value,
								source: sources['memory.oom_kill'] ?? 'the cgroup',
							});
						}
					}

					// It may have died and come back several times: what counts is after the last death.
					const died = target.events().findLast(({what}) => what === 'exited') ?? killed;
					const open = await target.waitForPort('open', died.atMs, 20_000);
					return {...open, evidence: `the kernel's socket table shows the port of ${upstream} open again, for good`};
				},
				witness: whereInUse(upstream, killed, oomWitness(upstream)),
			});
		},
	});
}

function oomWitness(part: string): (collected: Collected) => {count: number; unit: string; evidence: readonly string[]} {
	return ({events}) => {
		const counters = events.filter((event) => event.kind === 'counter').filter((event) => event.part === part);
		const valueOf = (when: string) => counters.find(({name}) => name === `memory.oom_kill.${when}`)?.value;
		const [before, after] = [valueOf('before'), valueOf('after')];
		const killsByCgroup = before === undefined || after === undefined ? 0 : after - before;
		const engineEvents = events.filter((event) => event.kind === 'container' && event.part === part && event.action === 'oom').length;
		const waitStatuses = events.filter(
			(event) => event.kind === 'process' && event.part === part && event.what === 'exited' && event.exitCode === 137,
		).length;
		const count = Math.min(killsByCgroup, waitStatuses, engineEvents === 0 ? 0 : killsByCgroup);
		return {
			count,
			unit: 'processes killed by the kernel for memory',
			evidence: [
				`cgroup counter oom_kill of ${part} (${counters[0]?.source ?? 'not read'}): ${before ?? 'nothing'} before, ${after ?? 'nothing'} after`,
				`engine events \`oom\` of ${part}: ${engineEvents}`,
				`wait statuses 137 of the app on ${part}: ${waitStatuses}`,
			],
		};
	};
}
