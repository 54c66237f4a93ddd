// An Expectation is data in a scenario; a rule turns it, with a Timeline, into a Verdict with evidence. Rules are pure.
import type {GatewayAnswer, RunPlan} from '../scenario/plan.ts';
import type {Cause} from '../timeline/cause.ts';
import type {Timeline} from '../timeline/timeline.ts';
import type {Facts} from './facts.ts';

/** `inconclusive`: nothing was shown, neither that it holds nor that it does not. */
export type Verdict = 'pass' | 'fail' | 'inconclusive';

/** An inclusive range; `Infinity` is written `null` in JSON. */
export type Range = readonly [from: number, to: number | null];

/** As a scenario file writes it: `expect.errors({...})` gives `{kind: 'errors', options}`. */
export interface Expectation {
	readonly kind: string;
	readonly name?: string;
	readonly options: Readonly<Record<string, unknown>>;
}

/** As the plan carries it: named, its options complete, its cause turned into this gateway's answers. */
export interface ResolvedExpectation extends Expectation {
	/** Unique in the run: the kind, or `kind#2` for the second of a kind, or the name given. */
	readonly name: string;
	/** What the gateway answers for the expectation's cause; absent where it has no cause. */
	readonly answers?: readonly GatewayAnswer[];
	/** Causes of which its log names one then; empty where its log says nothing. */
	readonly logged?: readonly Cause[];
	/** Those of the answers of which its log says nothing. */
	readonly silent?: readonly GatewayAnswer[];
}

/** What came of one expectation: its verdict, what was expected, what was observed, and the evidence. */
export interface Judgement {
	readonly name: string;
	readonly verdict: Verdict;
	/** One phrase each, comparable by eye: `502 from the gateway for 99 % to 100 % of requests in the fault window`. */
	readonly expected: string;
	readonly observed: string;
	/** Lines: log lines, request ids with times, counters. At most ten. */
	readonly evidence: readonly string[];
}

/** Problem found in a scenario: path within the file's value, and a sentence. */
export interface OptionProblem {
	readonly path: string;
	readonly message: string;
	readonly hint?: string;
}

/** What is known of a gateway that is not ours: whether its log is in a format that can be read, and whether its statuses are. */
export interface KnownGateway {
	readonly log: boolean;
	readonly statuses: boolean;
}

/** One file per rule in this folder. `Options` are as in the scenario, checked by `validate`. */
export interface ExpectationRule {
	readonly kind: string;
	/** One line for `gatequake list` and the docs. */
	readonly summary: string;
	/** All problems at once, unknown keys included. `path` is where the options stand, such as `expect[0]`. */
	validate(options: unknown, path: string): readonly OptionProblem[];
	/** Why nothing could be said on a stack that is not ours, and what to expect instead; null where it can. Without it: always. */
	onForeign?(options: Readonly<Record<string, unknown>>, known: KnownGateway): string | null;
	/** Pure. Throwing is allowed and becomes `inconclusive`. */
	judge(expectation: ResolvedExpectation, timeline: Timeline, facts: Facts, plan: RunPlan): Omit<Judgement, 'name'>;
}
