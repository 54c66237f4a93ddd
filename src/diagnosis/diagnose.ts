// Runs all rules over a timeline and ranks what they found: certain before likely before possible, then by requests explained.
import type {Facts} from '../expectations/facts.ts';
import type {DiagnosisEntry} from '../report/report.ts';
import type {Timeline} from '../timeline/timeline.ts';
import type {DiagnosisRule, Finding} from './rule.ts';
import {diagnosisRules} from './rules.ts';

const order = ['certain', 'likely', 'possible'] as const;

export function diagnose(timeline: Timeline, facts: Facts, rules: readonly DiagnosisRule[] = diagnosisRules): readonly DiagnosisEntry[] {
	return rules
		.flatMap((rule) => rule.find(timeline, facts) ?? [])
		.sort((a, b) => rank(a) - rank(b) || b.requests - a.requests)
		.map(({cause, confidence, advice, evidence}) => ({cause, confidence, advice, evidence: evidence.slice(0, 10)}));
}

function rank({confidence}: Finding): number {
	return order.indexOf(confidence);
}
