// Takes out of a timeline what rules may know. It names what comes through, kind by kind, so that what is added later stays out.
import type {Facts} from '../../expectations/facts.ts';
import type {UpstreamPlan} from '../../scenario/plan.ts';
import {eventsByRequest} from '../../timeline/events-by-request.ts';
import {markOf} from '../../timeline/marks.ts';
import {dueAtMs} from '../../timeline/sample-rows.ts';
import type {JournalEvent, Timeline, TimelineEvent} from '../../timeline/timeline.ts';
import type {EvidenceEvent, RunEvidence, UpstreamFacts} from './evidence.ts';
import {findTroubles} from './find-troubles.ts';
import type {SaidOf} from './find-troubles.ts';
import {appLives} from './lives.ts';

/** Of the kernel and its cgroups. Others count what a tool of the harness did. */
const kernelCounters = /^(?:memory\.|cpu\.|tcp\.)/;

export function evidenceOf(timeline: Timeline, facts: Pick<Facts, 'good' | 'ledger'>): RunEvidence {
	const {plan, samples} = timeline;
	const {name, options, endpoints, lacks} = plan.gateway;
	const started = markOf(timeline, 'load-started')?.atMs ?? (samples.count === 0 ? 0 : dueAtMs(samples, 0));
	const last = samples.count === 0 ? started : dueAtMs(samples, samples.count - 1);
	const calmFromMs = started + plan.phases.warmupMs;
	const calm = {fromMs: calmFromMs, toMs: calmFromMs + plan.phases.baselineMs};
	const span = {fromMs: calmFromMs, toMs: markOf(timeline, 'load-stopped')?.atMs ?? last};
	const base = {
		gateway: {name, options, endpoints, lacks},
		upstreams: plan.upstreams.map((upstream) => factsOf(upstream, addressAt(timeline, upstream.name, calmFromMs))),
		clientPatienceMs: plan.load.timeoutMs.firstByte,
		requestBodyBytes: plan.load.bodyBytes,
		span,
		calm,
		events: knownEvents(timeline.events, span),
		samples,
		good: facts.good,
		ledger: facts.ledger,
	};
	return {...base, lives: appLives(base), troubles: findTroubles(base, saidOf(timeline))};
}

/** Those of the load's time, and all counters. One pass: a run has tens of thousands. */
function knownEvents(events: readonly TimelineEvent[], {fromMs, toMs}: RunEvidence['span']): readonly EvidenceEvent[] {
	const known: EvidenceEvent[] = [];
	for (const event of events) {
		const isInTime = event.kind === 'counter' || (event.atMs >= fromMs - 500 && event.atMs <= toMs + 500);
		if (isInTime && !isInner(event) && mayBeKnown(event)) known.push(withoutWords(event));
	}

	return known;
}

/** What is known of a request, whenever it was said. The joins are those that the verdict has needed already. */
function saidOf({events}: Timeline): SaidOf {
	const journal = eventsByRequest(events, 'journal');
	return {
		lines: eventsByRequest(events, 'gateway-log'),
		inner: eventsByRequest(events, 'gateway-log', 'inner'),
		access: eventsByRequest(events, 'access'),
		journal: (requestId) => (journal.get(requestId) ?? []).filter(mayBeKnown).map(withoutDetail),
	};
}

function mayBeKnown(event: TimelineEvent): event is EvidenceEvent {
	switch (event.kind) {
		case 'mark':
		case 'fault-part': {
			return false;
		}

		case 'process': {
			return event.what !== 'signalled';
		}

		case 'journal': {
			return event.step !== 'faulted';
		}

		case 'counter': {
			return kernelCounters.test(event.name);
		}

		default: {
			return true;
		}
	}
}

/** Of a gateway behind the one under test: its words about a request belong to the request, and its life is not the gateway's. */
function isInner(event: TimelineEvent): boolean {
	return (event.kind === 'access' || event.kind === 'gateway-log') && event.part !== undefined;
}

function withoutWords(event: EvidenceEvent): EvidenceEvent {
	return event.kind === 'journal' ? withoutDetail(event) : event;
}

/** An app's remark beside a step may name how it was told to behave. */
function withoutDetail(event: JournalEvent): JournalEvent {
	if (event.detail === undefined) return event;
	const {detail: _remark, ...rest} = event;
	return rest;
}

function addressAt({events}: Timeline, part: string, beforeMs: number): string | null {
	const start = events.findLast(
		(event) => event.kind === 'container' && event.part === part && event.action === 'start' && event.atMs < beforeMs,
	);
	return start?.kind === 'container' ? (start.address ?? null) : null;
}

function factsOf(upstream: UpstreamPlan, address: string | null): UpstreamFacts {
	const {name, protocol, listen, port, workers, requestTimeoutMs, memoryBytes, serviceMs, idleTimeoutMs, backlog} = upstream;
	return {name, protocol, listen, port, workers, requestTimeoutMs, memoryBytes, serviceMs, idleTimeoutMs, backlog, address};
}
