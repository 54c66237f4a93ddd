// One question of the list that people walk when a gateway answers 502, 503 or 504. Each file in checks/ answers one from the evidence of a
// run; what the evidence does not tell is unknown, and never guessed.
import type {CheckEntry} from '../report/report.ts';
import type {RunEvidence} from './run/evidence.ts';

export interface Check {
	/** Stable word for programs and docs. */
	readonly name: string;
	/** Asked so that yes is good. */
	readonly question: string;
	answer(evidence: RunEvidence): Pick<CheckEntry, 'answer' | 'evidence'>;
}

export function yes(...evidence: readonly string[]) {
	return {answer: 'yes' as const, evidence};
}

export function no(...evidence: readonly string[]) {
	return {answer: 'no' as const, evidence};
}

export function unknown(...evidence: readonly string[]) {
	return {answer: 'unknown' as const, evidence};
}
