// The events of one kind. A run has some ten thousand events, mostly of journals and logs, and each rule asks for the few of its own.
import type {TimelineEvent} from './timeline.ts';

export type EventByKind = {readonly [Kind in TimelineEvent['kind']]: Extract<TimelineEvent, {kind: Kind}>};

interface Sorted {
	/** A timeline that is being written has more of them the next time. */
	readonly length: number;
	readonly byKind: ReadonlyMap<TimelineEvent['kind'], readonly TimelineEvent[]>;
}

/** Kept as long as the list itself. */
const known = new WeakMap<readonly TimelineEvent[], Sorted>();

/** In their order. */
export function eventsOfKind<Kind extends TimelineEvent['kind']>(
	events: readonly TimelineEvent[],
	kind: Kind,
): readonly EventByKind[Kind][] {
	const before = known.get(events);
	const sorted = before?.length === events.length ? before : {length: events.length, byKind: Map.groupBy(events, (event) => event.kind)};
	known.set(events, sorted);
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- They were grouped by their kind.
	return (sorted.byKind.get(kind) ?? []) as readonly EventByKind[Kind][];
}
