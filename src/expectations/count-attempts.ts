// How often a request arrived at apps: more than once means that the gateway tried again.
import {dueAtMs, rowFinder} from '../timeline/sample-rows.ts';
import type {Timeline} from '../timeline/timeline.ts';
import type {WindowSpan} from './facts.ts';

export interface Attempts {
	/** Requests due in the span that reached an app at least once. */
	readonly requests: number;
	readonly arrivals: number;
	/** Ids of requests that arrived more than once. */
	readonly repeatedIds: readonly number[];
}

export function countAttempts({samples, events}: Pick<Timeline, 'samples' | 'events'>, span: WindowSpan): Attempts {
	const rowOf = rowFinder(samples);
	const arrivalsById = new Map<number, number>();
	let arrivals = 0;
	for (const event of events) {
		if (event.kind !== 'journal' || event.step !== 'received') continue;
		const row = rowOf(event.requestId);
		if (row === undefined) continue;
		const dueMs = dueAtMs(samples, row);
		if (dueMs < span.fromMs || dueMs >= span.toMs) continue;
		arrivals++;
		arrivalsById.set(event.requestId, (arrivalsById.get(event.requestId) ?? 0) + 1);
	}

	const repeatedIds = [...arrivalsById].filter(([, count]) => count > 1).map(([id]) => id);
	return {requests: arrivalsById.size, arrivals, repeatedIds};
}
