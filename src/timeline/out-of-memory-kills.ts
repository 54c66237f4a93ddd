// Which processes the kernel's OOM killer ended. One sign is not enough: 137 is any SIGKILL, so the cgroup's counter or the engine's
// event must say so too.
import type {ContainerEvent, CounterEvent, ProcessEvent, TimelineEvent} from './timeline.ts';

export interface OutOfMemoryKill {
	readonly part: string;
	readonly exit: ProcessEvent;
	readonly counters: readonly CounterEvent[];
	readonly engineEvents: readonly ContainerEvent[];
}

export function outOfMemoryKills(events: readonly TimelineEvent[]): readonly OutOfMemoryKill[] {
	const signalled = events.filter((event) => event.kind === 'process' && event.what === 'signalled');
	return events.flatMap((exit) => {
		if (exit.kind !== 'process' || exit.what !== 'exited' || exit.exitCode !== 137) return [];
		const {part} = exit;
		// Whoever was signalled by the harness just before did not die of memory.
		const bySignal = signalled.some(
			(event) => event.kind === 'process' && event.part === part && event.pid === exit.pid && event.pid !== undefined,
		);
		if (bySignal) return [];
		const counters = events.filter(
			(event): event is CounterEvent => event.kind === 'counter' && event.part === part && /oom/i.test(event.name) && event.value > 0,
		);
		const engineEvents = events.filter(
			(event): event is ContainerEvent => event.kind === 'container' && event.part === part && event.action === 'oom',
		);
		return counters.length + engineEvents.length === 0 ? [] : [{part, exit, counters, engineEvents}];
	});
}
