// Counters of an app's cgroup that the kernel keeps.
import type {CounterReading} from './counter-growth.ts';
import type {FaultContext} from './fault.ts';
import {targetUpstream} from './target.ts';

export async function readCgroupCounter(context: FaultContext, upstream: string, name: string): Promise<CounterReading> {
	const {counters, sources} = await targetUpstream(context.topology, upstream).counters();
	return {...context.now(), value: counters[name] ?? null, source: sources[name] ?? 'the cgroup'};
}
