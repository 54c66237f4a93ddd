// Which requests did not go well: those that failed, those that the gateway tried again, and those that took much longer than in the calm.
import {eventsByRequest} from '../../timeline/events-by-request.ts';
import {quantile} from '../../timeline/quantiles.ts';
import {
	answeredByApp,
	dueAtMs,
	endedAtMs,
	firstDueFrom,
	isPost,
	latencyMs,
	outcomeOf,
	outcomeWord,
	requestIdOf,
	sentAtMs,
	statusOf,
} from '../../timeline/sample-rows.ts';
import type {RunEvidence} from './evidence.ts';
import type {Trouble} from './trouble.ts';

/** Fewer slow requests than these are noise of the machine. */
const fewestSlow = {count: 8, share: 0.01, timesCalm: 3, beyondMedianMs: 100, timesP99: 2, stretches: 5, stretchMs: 250};

export function findTroubles(evidence: Omit<RunEvidence, 'troubles'>): readonly Trouble[] {
	const {samples, span, good} = evidence;
	const slowMs = slowFromMs(evidence);
	const lines = eventsByRequest(evidence.events, 'gateway-log');
	const inner = eventsByRequest(evidence.events, 'gateway-log', 'inner');
	const access = eventsByRequest(evidence.events, 'access');
	const journal = eventsByRequest(evidence.events, 'journal');
	const troubles: Trouble[] = [];
	for (let row = firstDueFrom(samples, span.fromMs); row < samples.count; row++) {
		const requestId = requestIdOf(samples, row);
		// What a gateway behind it says counts where it names nothing itself, and only passed that one's answer on.
		const own = (lines.get(requestId) ?? []).filter(({cause}) => cause !== null);
		const named = own.length > 0 ? own : (inner.get(requestId) ?? []).filter(({cause}) => cause !== null);
		const logged = access.get(requestId) ?? [];
		const failed = good[row] !== 1;
		const retried = named.length > 0 || logged.some(({upstreamStatuses}) => upstreamStatuses.length > 1);
		const what = failed ? 'failed' : retried ? 'retried' : latencyMs(samples, row) > slowMs ? 'slow' : null;
		if (what === null) continue;
		troubles.push({
			row,
			requestId,
			sentMs: sentAtMs(samples, row),
			endMs: endedAtMs(samples, row),
			what,
			outcome: outcomeOf(samples, row),
			status: statusOf(samples, row),
			word: outcomeWord(samples, row),
			byApp: answeredByApp(samples, row),
			isPost: isPost(samples, row),
			causes: new Set(named.flatMap(({cause}) => cause ?? [])),
			lines: named,
			access: logged,
			journal: journal.get(requestId) ?? [],
		});
	}

	return troubles;
}

/** Infinite where too few are slower than in the calm to say anything. */
function slowFromMs({samples, good, calm, span}: Omit<RunEvidence, 'troubles'>): number {
	const before: number[] = [];
	const after: {dueMs: number; tookMs: number}[] = [];
	for (let row = firstDueFrom(samples, calm.fromMs); row < samples.count; row++) {
		const dueMs = dueAtMs(samples, row);
		if (good[row] !== 1 || dueMs >= span.toMs) continue;
		const tookMs = latencyMs(samples, row);
		if (dueMs < calm.toMs) before.push(tookMs);
		else after.push({dueMs, tookMs});
	}

	const fromMs = Math.max((quantile(before, 0.5) ?? 0) + fewestSlow.beyondMedianMs, (quantile(before, 0.99) ?? 0) * fewestSlow.timesP99);
	const slow = after.filter(({tookMs}) => tookMs > fromMs).length;
	// One halt of the machine makes many requests slow, all at once.
	const stretches = new Set(after.filter(({tookMs}) => tookMs > fromMs).map(({dueMs}) => Math.floor(dueMs / fewestSlow.stretchMs)));
	const shareBefore = before.filter((ms) => ms > fromMs).length / Math.max(1, before.length);
	const enough =
		slow >= fewestSlow.count &&
		stretches.size >= fewestSlow.stretches &&
		slow >= fewestSlow.share * after.length &&
		slow / after.length > fewestSlow.timesCalm * shareBefore;
	return before.length > 0 && enough ? fromMs : Number.POSITIVE_INFINITY;
}
