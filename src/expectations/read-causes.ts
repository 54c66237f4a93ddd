// Joins the gateway's own log to requests: which cause did the gateway name for which request.
import {eventsByRequest} from '../timeline/events-by-request.ts';
import type {Layer} from '../timeline/events-by-request.ts';
import {requestIdOf, rowFinder} from '../timeline/sample-rows.ts';
import type {Cause, GatewayLogEvent, Timeline} from '../timeline/timeline.ts';
import type {Facts} from './facts.ts';

/** Log events that name a cause, by row. A request that was tried twice may have several. `layer`: whose log. */
export function causeFinder(
	{samples, events}: Pick<Timeline, 'samples' | 'events'>,
	layer: Layer = 'gateway',
): (row: number) => readonly GatewayLogEvent[] {
	const lines = eventsByRequest(events, 'gateway-log', layer);
	return (row) => (lines.get(requestIdOf(samples, row)) ?? []).filter(({cause}) => cause !== null);
}

/** Counts requests by cause, most frequent first, with one line of the log each. */
export function countCauses(rows: readonly number[], causesOf: (row: number) => readonly GatewayLogEvent[]): Facts['causes'] {
	const counts = new Map<Cause, {requests: number; line: string}>();
	for (const row of rows) {
		const lineByCause = new Map<Cause, string>();
		for (const {cause, raw} of causesOf(row)) {
			if (cause !== null) lineByCause.set(cause, raw);
		}

		for (const [cause, line] of lineByCause) {
			const count = counts.get(cause);
			if (count === undefined) counts.set(cause, {requests: 1, line});
			else count.requests++;
		}
	}

	return [...counts].map(([cause, count]) => ({cause, ...count})).sort((a, b) => b.requests - a.requests);
}

/** Whether the gateway's error log can be joined to requests at all: at least one line carries the id of a request that was sent. */
export function areCausesReadable({samples, events}: Pick<Timeline, 'samples' | 'events'>): boolean {
	const rowOf = rowFinder(samples);
	return events.some((event) => event.kind === 'gateway-log' && event.requestId !== null && rowOf(event.requestId) !== undefined);
}
