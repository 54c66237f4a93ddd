// A diagnosis rule looks for one cause in the evidence of a run: what happened, how sure that is, what to change, and the lines that
// prove it. Rules are pure and know nothing of expectations: they name what they see, also in a run that nobody expected to fail.
import type {Facts} from '../expectations/facts.ts';
import type {DiagnosisEntry} from '../report/report.ts';
import type {Timeline} from '../timeline/timeline.ts';

export interface DiagnosisRule {
	/** Stable word for programs and docs. */
	readonly kind: string;
	/** One line for the docs. */
	readonly summary: string;
	/** Null where the evidence does not show this cause. */
	find(timeline: Timeline, facts: Facts): Finding | null;
}

export interface Finding extends DiagnosisEntry {
	/** Requests that this cause explains; of two equally sure causes, the one that explains more comes first. */
	readonly requests: number;
}
