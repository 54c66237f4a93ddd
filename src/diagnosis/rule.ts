// A diagnosis rule looks for one cause in the evidence of a run: what happened, how sure that is, what to change, the lines that prove it and
// what speaks against it. Rules are pure and know neither the fault nor the expectations: they name what they see.
import type {RunEvidence} from './run/evidence.ts';
import type {Trouble} from './run/trouble.ts';

export interface DiagnosisRule {
	/** Stable word for programs and docs. */
	readonly kind: string;
	/** One line for the docs. */
	readonly summary: string;
	/** `left`: troubles that no rule before this one has explained. Null where the evidence does not show this cause. */
	find(evidence: RunEvidence, left: readonly Trouble[]): Finding | null;
}

export interface Finding {
	/** What happened, with its numbers. */
	readonly cause: string;
	readonly confidence: 'certain' | 'likely' | 'possible';
	/** What to change, the directive by name. */
	readonly advice: string;
	/** Lines that prove it. */
	readonly evidence: readonly string[];
	/** What speaks against it. Default: nothing. */
	readonly against?: readonly string[];
	/** Of two equally sure causes, the one that explains more comes first. */
	readonly explains: readonly Trouble[];
	/** Causes that would look alike in this evidence. They stand behind it, as possible. Default: none. */
	readonly rivals?: readonly Rival[];
}

export interface Rival {
	/** Of the rule that finds it where the evidence tells more. */
	readonly kind: string;
	/** How to tell the two apart. */
	readonly tell: string;
}
