// Joins events to requests: journal lines and log lines carry the request id that the client sent.
import {eventsOfKind} from './events-of-kind.ts';
import type {EventByKind} from './events-of-kind.ts';
import type {TimelineEvent} from './timeline.ts';

type JoinedKind = 'journal' | 'access' | 'gateway-log';
type ByRequest = {readonly [Kind in JoinedKind]?: ReadonlyMap<number, readonly EventByKind[Kind][]>};

/** Whose log lines: the gateway's under test, or those of the gateways behind it. */
export type Layer = 'gateway' | 'inner';

/** Every rule asks for the same joins of the same events, which are no longer changed once they are collected. */
const joined: Readonly<Record<Layer, WeakMap<readonly TimelineEvent[], ByRequest>>> = {gateway: new WeakMap(), inner: new WeakMap()};

/** Events of one kind by request id, in order of time. Those without an id are left out. `layer` makes no difference to journals. */
export function eventsByRequest<Kind extends JoinedKind>(
	events: readonly TimelineEvent[],
	kind: Kind,
	layer: Layer = 'gateway',
): ReadonlyMap<number, readonly EventByKind[Kind][]> {
	const joins: ByRequest = joined[layer].get(events) ?? {};
	const known = joins[kind];
	if (known !== undefined) return known;
	const byRequest = join(events, kind, layer);
	joined[layer].set(events, {...joins, [kind]: byRequest});
	return byRequest;
}

function join<Kind extends JoinedKind>(
	events: readonly TimelineEvent[],
	kind: Kind,
	layer: Layer,
): ReadonlyMap<number, readonly EventByKind[Kind][]> {
	const byRequest = new Map<number, EventByKind[Kind][]>();
	for (const event of eventsOfKind(events, kind)) {
		if (event.requestId === null || layerOf(event) !== (kind === 'journal' ? null : layer)) continue;
		const list = byRequest.get(event.requestId);
		if (list === undefined) byRequest.set(event.requestId, [event]);
		else list.push(event);
	}

	return byRequest;
}

/** Null for what no gateway wrote. */
function layerOf(event: EventByKind[JoinedKind]): Layer | null {
	if (event.kind === 'journal') return null;
	return event.part === undefined ? 'gateway' : 'inner';
}
