// Which processes the kernel's OOM killer ended. One sign is not enough: 137 is any SIGKILL, so the cgroup's counter or the engine's
// event must say so too.
import {eventsOfKind} from './events-of-kind.ts';
import type {ContainerEvent, CounterEvent, ProcessEvent, TimelineEvent} from './timeline.ts';

export interface OutOfMemoryKill {
	readonly part: string;
	readonly exit: ProcessEvent;
	readonly counters: readonly CounterEvent[];
	readonly engineEvents: readonly ContainerEvent[];
}

export function outOfMemoryKills(events: readonly TimelineEvent[]): readonly OutOfMemoryKill[] {
	const processes = eventsOfKind(events, 'process');
	const signalled = processes.filter(({what}) => what === 'signalled');
	return processes.flatMap((exit) => {
		if (exit.what !== 'exited' || exit.exitCode !== 137) return [];
		const {part} = exit;
		// Whoever was signalled by the harness just before did not die of memory.
		const bySignal = signalled.some((event) => event.part === part && event.pid === exit.pid && event.pid !== undefined);
		if (bySignal) return [];
		const counters = eventsOfKind(events, 'counter').filter((event) => event.part === part && /oom/i.test(event.name) && event.value > 0);
		const engineEvents = eventsOfKind(events, 'container').filter((event) => event.part === part && event.action === 'oom');
		return counters.length + engineEvents.length === 0 ? [] : [{part, exit, counters, engineEvents}];
	});
}
