// From a timeline to a verdict. A run that proved nothing is never green and never red: where the harness measured itself, every
// expectation is inconclusive, and what it saw stays beside it.
import type {Timeline} from '../timeline/timeline.ts';
import type {ExpectationRule, Judgement, ResolvedExpectation, Verdict} from './expectation.ts';
import type {Facts} from './facts.ts';
import {patterns} from './patterns.ts';
import {readFacts} from './read-facts.ts';
import {rules as shipped} from './rules.ts';
import {countOf} from './words.ts';

export interface Judged {
	readonly verdict: Verdict;
	/** Sentences: why the verdict is not pass. */
	readonly reasons: readonly string[];
	readonly expectations: readonly Judgement[];
	readonly facts: Facts;
	/** For each expectation that must fail without the fault, whether it did; null unless the fault was withheld. */
	readonly sensitivity: readonly {readonly name: string; readonly failed: boolean}[] | null;
}

/** More failed requests than this in the baseline, and nothing can be said of what came after it. */
const uncleanBaselineShare = 0.01;

/** A load nearer to the capacity than this measures queues, not the fault. */
const capacityMargin = 1.25;

/** `rules`: of all expectations there are. */
export function judge(timeline: Timeline, rules: readonly ExpectationRule[] = shipped): Judged {
	const {plan} = timeline;
	const facts = readFacts(timeline);
	const doubts = doubtsAbout(timeline, facts);
	const expectations = plan.expectations
		.map((expectation) => judgeOne(expectation, timeline, facts, rules))
		.map((judgement) => (doubts.length === 0 ? judgement : undecided(judgement)));

	const decided = expectations.map(({verdict}) => verdict);
	const verdict = doubts.length > 0 ? 'inconclusive' : mergeVerdicts(decided);
	const reasons = doubts.length > 0 ? doubts : [...reasonsOf(expectations), ...(verdict === 'pass' ? [] : patternsIn(timeline, facts))];
	const sensitivity =
		plan.mode === 'withheld'
			? plan.sensitive.map((name) => ({name, failed: expectations.some((found) => found.name === name && found.verdict === 'fail')}))
			: null;
	return {verdict, reasons, expectations, facts, sensitivity};
}

function reasonsOf(expectations: readonly Judgement[]): readonly string[] {
	return expectations
		.filter(({verdict}) => verdict !== 'pass')
		.map(
			({name, verdict, expected, observed}) =>
				`${name} ${verdict === 'fail' ? 'failed' : 'is inconclusive'}: expected ${expected}; observed ${observed}`,
		);
}

/** What the failure is called. */
function patternsIn(timeline: Timeline, facts: Facts): readonly string[] {
	return patterns.flatMap((find) => find(timeline, facts) ?? []);
}

/** fail > inconclusive > pass; inconclusive of none. */
export function mergeVerdicts(verdicts: readonly Verdict[]): Verdict {
	if (verdicts.includes('fail')) return 'fail';
	return verdicts.includes('inconclusive') || verdicts.length === 0 ? 'inconclusive' : 'pass';
}

// Why no verdict can be built on this run at all, whatever the rules say.
function doubtsAbout({plan, problems, generator, witness, samples, capacity}: Timeline, facts: Facts): readonly string[] {
	const doubts = [...problems];
	if (plan.expectations.length === 0) doubts.push('the scenario expects nothing, so nothing was shown');
	if (generator === null) {
		// A run that broke off has said so already.
		if (problems.length === 0) doubts.push('the load generator gave no account of itself');
	} else if (generator.verdict === 'invalid') {
		doubts.push(
			...(generator.reasons.length > 0 ? generator.reasons : ['the load generator could not keep its schedule']).map(
				(reason) => `the harness measured itself: ${reason}`,
			),
		);
	}

	const rate = plan.load.ratePerSecond;
	const measured = capacity?.beforePerSecond ?? null;
	if (measured !== null && measured < rate * capacityMargin) {
		doubts.push(`the topology answers ${measured.toFixed(0)} requests per second at most, too few for a load of ${rate}: lower the rate`);
	}

	const {baseline} = facts.windows;
	if (samples.count > 0 || problems.length === 0) {
		if (baseline.intended === 0) doubts.push('no request was due in the baseline, so there is nothing to compare with');
		else if (baseline.good < baseline.intended * (1 - uncleanBaselineShare)) {
			doubts.push(
				`the baseline was not clean: ${countOf(baseline.intended - baseline.good, baseline.intended)} requests failed before the fault`,
			);
		}
	}

	if (plan.fault !== null && plan.mode !== 'withheld' && (witness?.count ?? 0) === 0) {
		if (witness !== null || problems.length === 0) doubts.push('the fault met no traffic: it proved nothing');
	}

	return doubts;
}

function judgeOne(expectation: ResolvedExpectation, timeline: Timeline, facts: Facts, rules: readonly ExpectationRule[]): Judgement {
	const {name, kind} = expectation;
	const rule = rules.find((candidate) => candidate.kind === kind);
	const expected = `a judgement by the rule ${kind}`;
	if (rule === undefined) return {name, verdict: 'inconclusive', expected, observed: `there is no rule ${kind}`, evidence: []};
	try {
		return {name, ...rule.judge(expectation, timeline, facts, timeline.plan)};
	} catch (error) {
		const observed = `the rule broke: ${error instanceof Error ? error.message : String(error)}`;
		return {name, verdict: 'inconclusive', expected, observed, evidence: error instanceof Error ? firstLines(error.stack) : []};
	}
}

function undecided(judgement: Judgement): Judgement {
	const {verdict, observed} = judgement;
	if (verdict === 'inconclusive') return judgement;
	return {...judgement, verdict: 'inconclusive', observed: `${observed} (would be ${verdict}, but the run proves nothing)`};
}

function firstLines(stack: string | undefined): readonly string[] {
	return (stack ?? '')
		.split('\n')
		.slice(0, 5)
		.map((line) => line.trim());
}
