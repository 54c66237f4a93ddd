// What a run's evidence says: its causes, and the checklist filled in. The one place that sees the whole timeline; from here on the fault
// is not known any more.
import type {Facts} from '../expectations/facts.ts';
import type {CheckEntry, DiagnosisEntry} from '../report/report.ts';
import type {Timeline} from '../timeline/timeline.ts';
import {checklist} from './checklist.ts';
import {diagnose} from './diagnose.ts';
import {foreignRules} from './rules.ts';
import {evidenceOf} from './run/evidence-of.ts';

export interface RunDiagnosis {
	/** @const 1 */
	readonly schemaVersion: 1;
	/** The run's id. */
	readonly run: string;
	readonly startedAt: string;
	/** `nginx 1.30.6` */
	readonly gateway: string;
	/** Requests that failed, were tried again by the gateway, or took much longer than before. */
	readonly troubles: {readonly failed: number; readonly retried: number; readonly slow: number};
	/** The likeliest first; empty where nothing went wrong. */
	readonly diagnosis: readonly DiagnosisEntry[];
	/** Empty where every request went well. */
	readonly checklist: readonly CheckEntry[];
}

export function diagnoseRun(timeline: Timeline, facts: Facts): RunDiagnosis {
	const evidence = evidenceOf(timeline, facts);
	const {troubles} = evidence;
	// Without journals of the apps most of what is known of a run is not, and what follows from silence would be a guess.
	const isForeign = timeline.plan.stack !== undefined;
	const count = (wanted: 'failed' | 'retried' | 'slow') => troubles.filter(({what}) => what === wanted).length;
	return {
		schemaVersion: 1,
		run: timeline.plan.id,
		startedAt: timeline.startedAt,
		gateway: `${timeline.plan.gateway.name} ${timeline.parts['gateway']?.version ?? ''}`.trim(),
		troubles: {failed: count('failed'), retried: count('retried'), slow: count('slow')},
		diagnosis: isForeign ? diagnose(evidence, foreignRules) : diagnose(evidence),
		checklist: troubles.length === 0 || isForeign ? [] : checklist(evidence),
	};
}
