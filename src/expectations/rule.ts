// What all rules share: options are checked before they are judged, so that a rule sees them typed, and a plan that was edited by hand
// or written by another version is told apart from a failed expectation.
import {GatequakeError} from '../error.ts';
import type {RunPlan} from '../scenario/plan.ts';
import type {Timeline} from '../timeline/timeline.ts';
import type {ExpectationRule, Judgement, KnownGateway, OptionProblem, ResolvedExpectation} from './expectation.ts';
import type {Facts} from './facts.ts';
import {checkOptions, isRecord} from './options.ts';
import type {Checker} from './options.ts';

/** What a rule judges by. */
export interface RuleContext {
	readonly expectation: ResolvedExpectation;
	readonly timeline: Timeline;
	readonly facts: Facts;
	readonly plan: RunPlan;
}

/** What a rule says; the name of the expectation is added to it. */
export type RuleJudgement = Omit<Judgement, 'name'>;

interface RuleDefinition<Options> {
	readonly kind: string;
	readonly summary: string;
	/** One for each option. */
	readonly checkers: Readonly<Record<keyof Options & string, Checker>>;
	/** What no single option shows: combinations. */
	readonly check?: (options: Readonly<Record<string, unknown>>, path: string) => readonly OptionProblem[];
	readonly onForeign?: NonNullable<ExpectationRule['onForeign']>;
	readonly judge: (options: Options, context: RuleContext) => RuleJudgement;
}

/** An expectation of your own, under the name `defineExpectation`: its kind, a check for each option, and a pure judge. */
export function defineRule<Options>({kind, summary, checkers, check, onForeign, judge}: RuleDefinition<Options>): ExpectationRule {
	const validate = (options: unknown, path: string) => [
		...checkOptions(options, path, checkers),
		...(check !== undefined && isRecord(options) ? check(options, path) : []),
	];
	const areValid = (options: unknown): options is Options => validate(options, kind).length === 0;
	return {
		kind,
		summary,
		validate,
		...(onForeign === undefined ? {} : {onForeign}),
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

/** Who made an error, and its cause, are known where it is known what the gateway is. */
export function needsKnownGateway(options: Readonly<Record<string, unknown>>, {statuses}: KnownGateway): string | null {
	const asked = ['by', 'cause'].filter((key) => options[key] !== undefined);
	return statuses || asked.length === 0
		? null
		: `who made an error, and why, is known where it is known what the gateway is: write \`software: 'nginx'\`, or expect.status({is: [502, 504]})`;
}

/** What programs of Gatequake's in the containers tell is not known of containers that are not ours. */
export function needsOwnApps(instead: string): NonNullable<ExpectationRule['onForeign']> {
	return () => `it is read in the journals of Gatequake's own apps, and the containers of this stack are yours: ${instead}`;
}

/** At least one of these options must be there. */
export function atLeastOneOf(keys: readonly string[]): NonNullable<RuleDefinition<unknown>['check']> {
	return (options, path) =>
		keys.some((key) => options[key] !== undefined)
			? []
			: [{path, message: `\`${path}\` expects nothing`, hint: `give one or more of ${keys.join(', ')}`}];
}
