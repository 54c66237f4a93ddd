// Joins events to requests: journal lines and log lines carry the request id that the client sent.
import {eventsOfKind} from './events-of-kind.ts';
import type {EventByKind} from './events-of-kind.ts';
import type {TimelineEvent} from './timeline.ts';

type JoinedKind = 'journal' | 'access' | 'gateway-log';

/** Whose log lines: the gateway's under test, or those of the gateways behind it. */
export type Layer = 'gateway' | 'inner';

type Join<Kind extends JoinedKind> = Readonly<Record<Layer, ReadonlyMap<number, readonly EventByKind[Kind][]>>>;
type Joins = {readonly [Kind in JoinedKind]?: Join<Kind>};

/** Every rule asks for the same joins of the same events, which are no longer changed once they are collected. */
const joined = new WeakMap<readonly TimelineEvent[], Joins>();

/** Events of one kind by request id, in order of time. Those without an id are left out. Journals are in the layer `gateway`. */
export function eventsByRequest<Kind extends JoinedKind>(
	events: readonly TimelineEvent[],
	kind: Kind,
	layer: Layer = 'gateway',
): ReadonlyMap<number, readonly EventByKind[Kind][]> {
	const joins: Joins = joined.get(events) ?? {};
	const known = joins[kind];
	if (known !== undefined) return known[layer];
	const made = join(events, kind);
	joined.set(events, {...joins, [kind]: made});
	return made[layer];
}

function join<Kind extends JoinedKind>(events: readonly TimelineEvent[], kind: Kind): Join<Kind> {
	const byRequest = {gateway: new Map<number, EventByKind[Kind][]>(), inner: new Map<number, EventByKind[Kind][]>()};
	for (const event of eventsOfKind(events, kind)) {
		if (event.requestId === null) continue;
		const map = event.kind !== 'journal' && event.part !== undefined ? byRequest.inner : byRequest.gateway;
		const list = map.get(event.requestId);
		if (list === undefined) map.set(event.requestId, [event]);
		else list.push(event);
	}

	return byRequest;
}
