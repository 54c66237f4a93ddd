// What a run's evidence says: its causes, and the checklist filled in. The one place that sees the whole timeline; from here on the fault
// is not known any more.
import type {Facts} from '../expectations/facts.ts';
import type {CheckEntry, DiagnosisEntry} from '../report/report.ts';
import type {Timeline} from '../timeline/timeline.ts';
import {checklist} from './checklist.ts';
import {diagnose} from './diagnose.ts';
import {evidenceOf} from './run/evidence-of.ts';

export interface RunDiagnosis {
	/** The likeliest first; empty where nothing went wrong. */
	readonly diagnosis: readonly DiagnosisEntry[];
	/** Empty where every request went well. */
	readonly checklist: readonly CheckEntry[];
}

export function diagnoseRun(timeline: Timeline, facts: Facts): RunDiagnosis {
	const evidence = evidenceOf(timeline, facts);
	return {diagnosis: diagnose(evidence), checklist: evidence.troubles.length === 0 ? [] : checklist(evidence)};
}
