// Judges one expectation on one timeline, as a scenario file writes it, with the gateway's table filled in as the planner does.
import type {Expectation, Judgement, ResolvedExpectation} from '../../src/expectations/expectation.ts';
import {judge} from '../../src/expectations/judge.ts';
import type {Judged} from '../../src/expectations/judge.ts';
import {resolveCauses} from '../../src/expectations/resolve-causes.ts';
import type {Timeline} from '../../src/timeline/timeline.ts';

export function judgeExpectations(timeline: Timeline, expectations: readonly Expectation[], sensitive: readonly string[] = []): Judged {
	const resolved = expectations.map((expectation) => resolve(expectation, timeline));
	return judge({...timeline, plan: {...timeline.plan, expectations: resolved, sensitive}});
}

export function judgeExpectation(timeline: Timeline, expectation: Expectation): Judgement {
	const [judgement] = judgeExpectations(timeline, [expectation]).expectations;
	if (judgement === undefined) throw new Error('an expectation has one judgement');
	return judgement;
}

function resolve(expectation: Expectation, {plan}: Timeline): ResolvedExpectation {
	const named = {...expectation, name: expectation.name ?? expectation.kind};
	const {cause} = expectation.options;
	return cause === undefined ? named : {...named, ...resolveCauses(plan.gateway.semantics, cause)};
}
