// Joins events to requests: journal lines and log lines carry the request id that the client sent.
import type {AccessEvent, GatewayLogEvent, JournalEvent, TimelineEvent} from './timeline.ts';

interface JoinedEvents {
	readonly journal: JournalEvent;
	readonly access: AccessEvent;
	readonly 'gateway-log': GatewayLogEvent;
}

/** Events of one kind by request id, in order of time. Those without an id are left out. */
export function eventsByRequest<Kind extends keyof JoinedEvents>(
	events: readonly TimelineEvent[],
	kind: Kind,
): ReadonlyMap<number, readonly JoinedEvents[Kind][]> {
	const byRequest = new Map<number, JoinedEvents[Kind][]>();
	for (const event of events) {
		if (!isOfKind(event, kind) || event.requestId === null) continue;
		const list = byRequest.get(event.requestId);
		if (list === undefined) byRequest.set(event.requestId, [event]);
		else list.push(event);
	}

	return byRequest;
}

function isOfKind<Kind extends keyof JoinedEvents>(event: TimelineEvent, kind: Kind): event is JoinedEvents[Kind] {
	return event.kind === kind;
}
