// Which requests did not go well: those that failed, those that the gateway tried again, and those that took much longer than in the calm.
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
import type {AccessEvent, GatewayLogEvent, JournalEvent} from '../../timeline/timeline.ts';
import type {RunEvidence} from './evidence.ts';
import type {Trouble} from './trouble.ts';

/** Fewer slow requests than these are noise of the machine. */
const fewestSlow = {count: 8, share: 0.01, timesCalm: 3, beyondMedianMs: 100, timesP99: 2, stretches: 5, stretchMs: 250};

/** What gateways and apps said of each request, by its id. */
export interface SaidOf {
	readonly lines: ReadonlyMap<number, readonly GatewayLogEvent[]>;
	/** Of gateways behind the one under test. */
	readonly inner: ReadonlyMap<number, readonly GatewayLogEvent[]>;
	readonly access: ReadonlyMap<number, readonly AccessEvent[]>;
	readonly journal: (requestId: number) => readonly JournalEvent[];
}

export function findTroubles(
	evidence: Omit<RunEvidence, 'lives' | 'troubles'>,
	{lines, inner, access, journal}: SaidOf,
): readonly Trouble[] {
	const {samples, span, good} = evidence;
	const slowMs = slowFromMs(evidence);
	const troubles: Trouble[] = [];
	for (let row = firstDueFrom(samples, span.fromMs); row < samples.count; row++) {
		const requestId = requestIdOf(samples, row);
		// What a gateway behind it says counts where it names nothing itself, and only passed that one's answer on.
		const own = withCause(lines.get(requestId));
		const named = own.length > 0 ? own : withCause(inner.get(requestId));
		const logged = access.get(requestId) ?? nothing;
		const failed = good[row] !== 1;
		const retried = named.length > 0 || logged.some(({upstreamStatuses}) => upstreamStatuses.length > 1);
		const what = failed ? 'failed' : retried ? 'retried' : latencyMs(samples, row) > slowMs ? 'slow' : null;
		if (what === null) continue;
		const said = journal(requestId);
		const tookMs = endedAtMs(samples, row) - sentAtMs(samples, row);
		troubles.push({
			row,
			requestId,
			sentMs: sentAtMs(samples, row),
			endMs: endedAtMs(samples, row),
			what,
			outcome: outcomeOf(samples, row),
			status: statusOf(samples, row),
			word: outcomeWord(samples, row),
			timedOutSilently:
				what === 'retried' &&
				named.length === 0 &&
				tookMs >= evidence.gateway.options.readTimeoutMs * 0.95 &&
				said.filter(({step}) => step === 'received').length > 1,
			byApp: answeredByApp(samples, row),
			isPost: isPost(samples, row),
			causes: new Set(named.flatMap(({cause}) => cause ?? [])),
			lines: named,
			access: logged,
			journal: said,
		});
	}

	return troubles;
}

const nothing: readonly never[] = [];

function withCause(said: readonly GatewayLogEvent[] | undefined): readonly GatewayLogEvent[] {
	return said === undefined ? nothing : said.filter(({cause}) => cause !== null);
}

/** Infinite where too few are slower than in the calm to say anything. */
function slowFromMs({samples, good, calm, span}: Omit<RunEvidence, 'lives' | 'troubles'>): number {
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
