// Answers that an app gave whole and in time, by its own journal, for requests that failed all the same.
import {eventsByRequest} from '../timeline/events-by-request.ts';
import {endedAtMs, rowFinder} from '../timeline/sample-rows.ts';
import type {GatewayLogEvent, JournalEvent, Timeline} from '../timeline/timeline.ts';

/** Gives, for a gateway's line about a failed request, the app's word that it had answered before; null where there is none. */
export function answeredInVain({events, samples}: Timeline): (line: GatewayLogEvent) => JournalEvent | null {
	const journal = eventsByRequest(events, 'journal');
	const rowOf = rowFinder(samples);
	return ({requestId}) => {
		const entries = journal.get(requestId ?? -1) ?? [];
		const row = rowOf(requestId ?? -1);
		if (row === undefined || entries.some(({step}) => step === 'faulted' || step === 'aborted')) return null;
		const endedMs = endedAtMs(samples, row);
		return entries.find(({step, atMs}) => step === 'answered' && atMs < endedMs) ?? null;
	};
}
