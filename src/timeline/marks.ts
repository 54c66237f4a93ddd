// Marks cut a run into windows. The first of a name counts: clearing twice gives the same instant twice.
import {eventsOfKind} from './events-of-kind.ts';
import type {MarkEvent, MarkName, Timeline} from './timeline.ts';

export function markOf(timeline: Pick<Timeline, 'events'>, name: MarkName): MarkEvent | undefined {
	return eventsOfKind(timeline.events, 'mark').find((mark) => mark.name === name);
}
