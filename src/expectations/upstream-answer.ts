// An error that the server of an upstream made by itself, as Gunicorn does where it ends a worker over its time: the app's own header is
// not on it. The gateway knows better: its access log has the status that the upstream gave, and its error log names no failure of its own.
import {eventsByRequest} from '../timeline/events-by-request.ts';
import type {Layer} from '../timeline/events-by-request.ts';
import {outcomeOf, requestIdOf, statusOf} from '../timeline/sample-rows.ts';
import type {AccessEvent, Timeline} from '../timeline/timeline.ts';

/**
 * Gives, for a row, the access line by which the last upstream that a gateway of this layer turned to gave the very error that the client got; null
 * where there is none. A gateway that logs no status of upstreams, or that says that it failed itself, has none.
 */
export function upstreamAnswerFinder(
	{samples, events}: Pick<Timeline, 'samples' | 'events'>,
	layer: Layer = 'gateway',
): (row: number) => AccessEvent | null {
	const log = eventsByRequest(events, 'gateway-log', layer);
	return (row) => {
		const status = statusOf(samples, row);
		if (outcomeOf(samples, row) !== 'status' || status < 400) return null;
		const id = requestIdOf(samples, row);
		if ((log.get(id) ?? []).some(({cause}) => cause !== null)) return null;
		const access = eventsByRequest(events, 'access', layer).get(id)?.at(-1);
		return access !== undefined && access.status === status && access.upstreamStatuses.at(-1) === status ? access : null;
	};
}

/** `request 812: the access log has the status 500 of 172.18.0.3:8080, and no line tells of a failure of the gateway`. */
export function upstreamAnswerLine({requestId, status, upstreamAddresses}: AccessEvent): string {
	return `request ${requestId}: the access log has the status ${status} of ${upstreamAddresses.at(-1) ?? 'an upstream'}, and no line tells of a failure of the gateway`;
}
