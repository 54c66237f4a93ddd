// Marks cut a run into windows. The first of a name counts: clearing twice gives the same instant twice.
import type {MarkEvent, MarkName, Timeline} from './timeline.ts';

export function markOf(timeline: Pick<Timeline, 'events'>, name: MarkName): MarkEvent | undefined {
	return timeline.events.find((event): event is MarkEvent => event.kind === 'mark' && event.name === name);
}
