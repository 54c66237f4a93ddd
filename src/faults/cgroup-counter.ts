// Counters of an app's cgroup that the kernel keeps.
import {recordReading} from './counter-growth.ts';
import type {GrowingCounter} from './counter-growth.ts';
import type {FaultContext} from './fault.ts';
import {targetUpstream} from './target.ts';

/** How many of the upstream's processes the kernel has killed for memory. */
export function oomKills(upstream: string): GrowingCounter {
	return {part: upstream, name: 'memory.oom_kill', field: 'oom_kill'};
}

/** Reads a counter by its name on the timeline, and puts it there. */
export async function recordCgroupCounter(context: FaultContext, counter: GrowingCounter, when: 'before' | 'after'): Promise<void> {
	const {counters, sources} = await targetUpstream(context.topology, counter.part).counters();
	const {part, name} = counter;
	recordReading(context, counter, when, {
		...context.now(),
		value: counters[name] ?? null,
		source: sources[name] ?? `the cgroup of ${part}`,
	});
}
