// Joins events to requests: journal lines and log lines carry the request id that the client sent.
import {eventsOfKind} from './events-of-kind.ts';
import type {EventByKind} from './events-of-kind.ts';
import type {TimelineEvent} from './timeline.ts';

type JoinedKind = 'journal' | 'access' | 'gateway-log';
type ByRequest = {readonly [Kind in JoinedKind]?: ReadonlyMap<number, readonly EventByKind[Kind][]>};

/** Every rule asks for the same joins of the same events, which are no longer changed once they are collected. */
const joined = new WeakMap<readonly TimelineEvent[], ByRequest>();

/** Events of one kind by request id, in order of time. Those without an id are left out. */
export function eventsByRequest<Kind extends JoinedKind>(
	events: readonly TimelineEvent[],
	kind: Kind,
): ReadonlyMap<number, readonly EventByKind[Kind][]> {
	const joins: ByRequest = joined.get(events) ?? {};
	const known = joins[kind];
	if (known !== undefined) return known;
	const byRequest = join(events, kind);
	joined.set(events, {...joins, [kind]: byRequest});
	return byRequest;
}

function join<Kind extends JoinedKind>(events: readonly TimelineEvent[], kind: Kind): ReadonlyMap<number, readonly EventByKind[Kind][]> {
	const byRequest = new Map<number, EventByKind[Kind][]>();
	for (const event of eventsOfKind(events, kind)) {
		if (event.requestId === null) continue;
		const list = byRequest.get(event.requestId);
		if (list === undefined) byRequest.set(event.requestId, [event]);
		else list.push(event);
	}

	return byRequest;
}
