// What all rules share: options are checked before they are judged, so that a rule sees them typed, and a plan that was edited by hand
// or written by another version is told apart from a failed expectation.
import {GatequakeError} from '../error.ts';
import type {RunPlan} from '../scenario/plan.ts';
import type {Timeline} from '../timeline/timeline.ts';
import type {ExpectationRule, Judgement, OptionProblem, ResolvedExpectation} from './expectation.ts';
import type {Facts} from './facts.ts';
import {checkOptions, isRecord} from './options.ts';
import type {Checker} from './options.ts';

export interface RuleContext {
	readonly expectation: ResolvedExpectation;
	readonly timeline: Timeline;
	readonly facts: Facts;
	readonly plan: RunPlan;
}

export type RuleJudgement = Omit<Judgement, 'name'>;

interface RuleDefinition<Options> {
	readonly kind: string;
	readonly summary: string;
	/** One for each option. */
	readonly checkers: Readonly<Record<keyof Options & string, Checker>>;
	/** What no single option shows: combinations. */
	readonly check?: (options: Readonly<Record<string, unknown>>, path: string) => readonly OptionProblem[];
	readonly judge: (options: Options, context: RuleContext) => RuleJudgement;
}

export function defineRule<Options>({kind, summary, checkers, check, judge}: RuleDefinition<Options>): ExpectationRule {
	const validate = (options: unknown, path: string) => [
		...checkOptions(options, path, checkers),
		...(check !== undefined && isRecord(options) ? check(options, path) : []),
	];
	const areValid = (options: unknown): options is Options => validate(options, kind).length === 0;
	return {
		kind,
		summary,
		validate,
		judge(expectation, timeline, facts, plan) {
			const {options} = expectation;
			if (areValid(options)) return judge(options, {expectation, timeline, facts, plan});
			throw new GatequakeError(
				`expected right options for ${kind}, but ${validate(options, kind)
					.map(({message}) => message)
					.join('; ')}`,
				{code: 'OPTIONS_INVALID', exitCode: 2},
			);
		},
	};
}

/** At least one of these options must be there. */
export function atLeastOneOf(keys: readonly string[]): NonNullable<RuleDefinition<unknown>['check']> {
	return (options, path) =>
		keys.some((key) => options[key] !== undefined)
			? []
			: [{path, message: `\`${path}\` expects nothing`, hint: `give one or more of ${keys.join(', ')}`}];
}
