// One judged run as the report document has it: compact, its evidence bounded, its chart in buckets of 100 ms.
import {diagnoseRun} from '../diagnosis/diagnose-run.ts';
import type {RunDiagnosis} from '../diagnosis/diagnose-run.ts';
import type {Judged} from '../expectations/judge.ts';
import {causes} from '../timeline/cause.ts';
import type {Cause} from '../timeline/cause.ts';
import type {Timeline, Witness} from '../timeline/timeline.ts';
import type {RunReport} from './report.ts';
import {runChart} from './run-chart.ts';
import {runEvents} from './run-events.ts';

export interface RunReportExtra {
	/** How often the run was repeated because it was inconclusive. Default: 0. */
	readonly retriesOfRun?: number;
	/** Where it was made already. */
	readonly diagnosis?: RunDiagnosis;
}

/** Ids, lines and sentences beyond these numbers are in the timeline, which the report names. */
const limits = {ids: 50, lines: 5, lineLength: 400, outages: 50, configLength: 100_000};

export function toRunReport(timeline: Timeline, judged: Judged, files: RunReport['files'], extra: RunReportExtra = {}): RunReport {
	const {plan, witness, parts} = timeline;
	const {facts} = judged;
	const gateway = parts['gateway'];
	const {diagnosis, checklist} = extra.diagnosis ?? diagnoseRun(timeline, facts);
	return {
		id: plan.id,
		startedAt: timeline.startedAt,
		scenario: plan.scenario,
		title: plan.title,
		file: plan.file,
		gateway: {
			name: plan.gateway.name,
			label: plan.gateway.label,
			version: gateway?.version ?? '',
			image: gateway?.image ?? '',
			digest: gateway?.digest ?? '',
		},
		config: configOf(timeline),
		parts: Object.fromEntries(Object.entries(parts).filter(([name]) => name !== 'gateway')),
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
						...faultParts(timeline),
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
		saturation: timeline.saturation,
		ledger: {
			...facts.ledger,
			ids: {
				lost: facts.ledger.ids.lost.slice(0, limits.ids),
				duplicated: facts.ledger.ids.duplicated.slice(0, limits.ids),
				committedButFailed: facts.ledger.ids.committedButFailed.slice(0, limits.ids),
			},
		},
		retries: {attemptsPerRequest: facts.attemptsPerRequest},
		diagnosis: diagnosis.map((entry) => ({...entry, evidence: entry.evidence.map(shorten)})),
		checklist: checklist.map((entry) => ({...entry, evidence: entry.evidence.map(shorten)})),
		generator: timeline.generator,
		chart: runChart(timeline),
		events: runEvents(timeline),
		timings: timeline.timings,
		cleanup: timeline.cleanup,
		retriesOfRun: extra.retriesOfRun ?? 0,
		files,
	};
}

/** Whole, as it is compared line by line; but no report of a config that carries a megabyte. */
function configOf({plan}: Timeline): RunReport['config'] {
	const {label, hash, text, others} = plan.gateway.config;
	return {label, hash, text: boundedConfig(text), others: others.map(({path, content}) => ({path, text: boundedConfig(content)}))};
}

function boundedConfig(content: string): string {
	return content.length <= limits.configLength
		? content
		: `${content.slice(0, limits.configLength)}\n… (${content.length} characters in all)`;
}

function expectedCause({plan}: Timeline): Cause | null {
	const named = plan.expectations.map(({options}) => options['cause'] ?? options['is']);
	return causes.find((cause) => named.includes(cause)) ?? null;
}

function faultParts({events}: Timeline): Pick<NonNullable<RunReport['fault']>, 'parts'> {
	const parts = events
		.filter((event) => event.kind === 'fault-part')
		.map(({name, describe, atMs, toMs, uncertaintyMs}) => ({name, describe: shorten(describe), fromMs: atMs, toMs, uncertaintyMs}))
		.toSorted((a, b) => a.fromMs - b.fromMs);
	return parts.length === 0 ? {} : {parts};
}

function shortWitness(witness: Witness | null): Witness | null {
	return witness === null ? null : {...witness, evidence: witness.evidence.slice(0, limits.lines).map(shorten)};
}

function shorten(line: string): string {
	return line.length <= limits.lineLength ? line : `${line.slice(0, limits.lineLength - 1)}…`;
}
