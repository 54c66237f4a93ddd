// One judged run as the report document has it: compact, its evidence bounded, its chart in buckets of 100 ms.
import {diagnose} from '../diagnosis/diagnose.ts';
import type {Judged} from '../expectations/judge.ts';
import {causes} from '../timeline/cause.ts';
import type {Cause} from '../timeline/cause.ts';
import {markOf} from '../timeline/marks.ts';
import {quantiles} from '../timeline/quantiles.ts';
import {dueAtMs, latencyMs, outcomeOf, outcomeWord} from '../timeline/sample-rows.ts';
import type {SampleSet, Timeline, Witness} from '../timeline/timeline.ts';
import type {ChartBucket, RunReport} from './report.ts';

export interface RunReportExtra {
	/** How often the run was repeated because it was inconclusive. Default: 0. */
	readonly retriesOfRun?: number;
}

/** Ids, lines and sentences beyond these numbers are in the timeline, which the report names. */
const limits = {ids: 50, lines: 5, lineLength: 400, outages: 50};
const bucketMs = 100;

export function toRunReport(timeline: Timeline, judged: Judged, files: RunReport['files'], extra: RunReportExtra = {}): RunReport {
	const {plan, witness, parts} = timeline;
	const {facts} = judged;
	const gateway = parts['gateway'];
	return {
		id: plan.id,
		startedAt: timeline.startedAt,
		scenario: plan.scenario,
		title: plan.title,
		file: plan.file,
		gateway: {name: plan.gateway.name, version: gateway?.version ?? '', image: gateway?.image ?? '', digest: gateway?.digest ?? ''},
		config: {label: plan.gateway.config.label, hash: plan.gateway.config.hash},
		repeat: plan.repeat,
		mode: plan.mode,
		repro: plan.repro,
		verdict: judged.verdict,
		reasons: judged.reasons.map(shorten),
		expectations: judged.expectations.map((judgement) => ({...judgement, evidence: judgement.evidence.slice(0, 10).map(shorten)})),
		sensitivity: judged.sensitivity,
		windows: facts.windows,
		fault:
			plan.fault === null
				? null
				: {
						kind: plan.fault.kind,
						describe: plan.fault.describe,
						options: plan.fault.options,
						inject: facts.inject,
						clear: facts.clear,
						witness: shortWitness(witness),
					},
		attribution: facts.attribution,
		cause: {
			expected: expectedCause(timeline),
			observed: facts.causes.map(({cause}) => cause),
			lines: facts.causes.slice(0, limits.lines).map(({line}) => shorten(line)),
		},
		outages: facts.outages.slice(0, limits.outages),
		recovery: facts.recovery,
		capacity: timeline.capacity,
		ledger: {
			...facts.ledger,
			ids: {
				lost: facts.ledger.ids.lost.slice(0, limits.ids),
				duplicated: facts.ledger.ids.duplicated.slice(0, limits.ids),
				committedButFailed: facts.ledger.ids.committedButFailed.slice(0, limits.ids),
			},
		},
		retries: {attemptsPerRequest: facts.attemptsPerRequest},
		diagnosis: diagnose(timeline, facts).map((entry) => ({...entry, evidence: entry.evidence.map(shorten)})),
		generator: timeline.generator,
		chart: chartOf(timeline),
		timings: timeline.timings,
		cleanup: timeline.cleanup,
		retriesOfRun: extra.retriesOfRun ?? 0,
		files,
	};
}

/** By due time, from the start of the load; buckets without a request stand too, so that a chart needs no arithmetic. */
export function chartOf(timeline: Pick<Timeline, 'events' | 'samples'>): readonly ChartBucket[] {
	const {samples} = timeline;
	if (samples.count === 0) return [];
	const startMs = markOf(timeline, 'load-started')?.atMs ?? dueAtMs(samples, 0);
	const buckets: ChartBucket[] = [];
	let row = 0;
	while (row < samples.count) {
		const atMs = startMs + buckets.length * bucketMs;
		const first = row;
		while (row < samples.count && dueAtMs(samples, row) < atMs + bucketMs) row++;
		buckets.push(bucketOf(samples, atMs, first, row));
	}

	return buckets;
}

function bucketOf(samples: SampleSet, atMs: number, first: number, end: number): ChartBucket {
	const outcomes: Record<string, number> = {};
	const latenciesMs: number[] = [];
	for (let row = first; row < end; row++) {
		const word = outcomeWord(samples, row);
		outcomes[word] = (outcomes[word] ?? 0) + 1;
		if (outcomeOf(samples, row) === 'status') latenciesMs.push(latencyMs(samples, row));
	}

	const [p50Ms = null, p99Ms = null] = quantiles(latenciesMs, [0.5, 0.99]).map((value) => (value === null ? null : rounded(value)));
	return {atMs: rounded(atMs), outcomes, p50Ms, p99Ms};
}

function expectedCause({plan}: Timeline): Cause | null {
	const named = plan.expectations.map(({options}) => options['cause'] ?? options['is']);
	return causes.find((cause) => named.includes(cause)) ?? null;
}

function shortWitness(witness: Witness | null): Witness | null {
	return witness === null ? null : {...witness, evidence: witness.evidence.slice(0, limits.lines).map(shorten)};
}

function shorten(line: string): string {
	return line.length <= limits.lineLength ? line : `${line.slice(0, limits.lineLength - 1)}…`;
}

/** To the microsecond: that is what was measured. */
function rounded(value: number): number {
	return Math.round(value * 1000) / 1000;
}
