// How often a request arrived at apps, or at the gateways behind the one under test: more than once means that what is before them tried again.
import {dueAtMs, isPost, rowFinder} from '../timeline/sample-rows.ts';
import {eventsOfKind} from '../timeline/events-of-kind.ts';
import type {Timeline} from '../timeline/timeline.ts';
import type {ExpectedMethod} from './choose-rows.ts';
import type {WindowSpan} from './facts.ts';

export type ArrivedAt = 'apps' | 'inner';

export interface Attempts {
	/** Requests due in the span that got there at least once. */
	readonly requests: number;
	readonly arrivals: number;
	/** Ids of requests that arrived more than once. */
	readonly repeatedIds: readonly number[];
}

/** At apps by their journals, at inner gateways by their access logs. */
export function countAttempts(
	{samples, events}: Pick<Timeline, 'samples' | 'events'>,
	span: WindowSpan,
	{at = 'apps', method}: {readonly at?: ArrivedAt | undefined; readonly method?: ExpectedMethod | undefined} = {},
): Attempts {
	const rowOf = rowFinder(samples);
	const arrivalsById = new Map<number, number>();
	let arrivals = 0;
	for (const requestId of arrivedIds(events, at)) {
		const row = rowOf(requestId);
		if (row === undefined) continue;
		const dueMs = dueAtMs(samples, row);
		if (dueMs < span.fromMs || dueMs >= span.toMs) continue;
		if (method !== undefined && isPost(samples, row) !== (method === 'POST')) continue;
		arrivals++;
		arrivalsById.set(requestId, (arrivalsById.get(requestId) ?? 0) + 1);
	}

	const repeatedIds = [...arrivalsById].filter(([, count]) => count > 1).map(([id]) => id);
	return {requests: arrivalsById.size, arrivals, repeatedIds};
}

function arrivedIds(events: Timeline['events'], at: ArrivedAt): readonly number[] {
	return at === 'apps'
		? eventsOfKind(events, 'journal').flatMap(({step, requestId}) => (step === 'received' ? [requestId] : []))
		: eventsOfKind(events, 'access').flatMap(({part, requestId}) => (part === undefined || requestId === null ? [] : [requestId]));
}
