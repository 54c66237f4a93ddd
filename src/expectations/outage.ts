// outage: what clients saw as down. Either it matches the fault's own edges, or it has a stated count and length, or there is none.
import type {Range} from './expectation.ts';
import type {Facts, Outage} from './facts.ts';
import {boolean, either, number, range} from './options.ts';
import {asRange, isIn} from './ranges.ts';
import {atLeastOneOf, defineRule} from './rule.ts';
import type {RuleJudgement} from './rule.ts';
import {milliseconds, rangeWords} from './words.ts';

export interface OutageOptions {
	/**
	 * Exactly one outage, whose edges agree with the observed effect and end of the fault within so many ms, beyond the stated
	 * uncertainties of both.
	 */
	readonly matchesFaultWithinMs?: number;
	/** How many outages. */
	readonly count?: number | Range;
	/** Length of each outage in ms; its uncertainty is allowed for. There must be at least one, unless `count` says otherwise. */
	readonly lengthMs?: Range;
	/** No outage at all. */
	readonly none?: boolean;
}

export const outage = defineRule<OutageOptions>({
	kind: 'outage',
	summary: 'the time in which clients were not served matches the fault, or has a stated length',
	checkers: {
		matchesFaultWithinMs: number({min: 0}),
		count: either('a whole number or a range of them', number({min: 0, integer: true}), range({min: 0})),
		lengthMs: range({min: 0}),
		none: boolean,
	},
	check(options, path) {
		const missing = atLeastOneOf(['matchesFaultWithinMs', 'count', 'lengthMs', 'none'])(options, path);
		if (options['none'] !== true || Object.keys(options).length === 1) return missing;
		return [{path, message: `\`${path}.none\` stands alone: other options speak of an outage that is there`}];
	},
	judge(options, {facts, plan}) {
		const evidence = facts.outages.slice(0, 9).map(outageLine);
		if (options.none === true) {
			return {verdict: facts.outages.length === 0 ? 'pass' : 'fail', expected: 'no outage', observed: outagesInWords(facts), evidence};
		}

		const {matchesFaultWithinMs, lengthMs, count = lengthMs === undefined ? undefined : ([1, null] as const)} = options;
		const parts: RuleJudgement[] = [];
		if (matchesFaultWithinMs !== undefined) parts.push(judgeMatch(facts, matchesFaultWithinMs, plan.mode === 'withheld'));
		if (count !== undefined) {
			const fits = isIn(facts.outages.length, asRange(count));
			const expected = `${rangeWords(asRange(count))} outage${count === 1 ? '' : 's'}`;
			parts.push({verdict: fits ? 'pass' : 'fail', expected, observed: outagesInWords(facts), evidence: []});
		}

		if (lengthMs !== undefined) {
			const fits = facts.outages.every((found) => isIn(found.lengthMs, lengthMs, 2 * found.uncertaintyMs));
			const expected = `each of ${rangeWords(lengthMs, 'ms')}`;
			parts.push({verdict: fits ? 'pass' : 'fail', expected, observed: outagesInWords(facts), evidence: []});
		}

		const verdicts = new Set(parts.map(({verdict}) => verdict));
		return {
			verdict: verdicts.has('fail') ? 'fail' : verdicts.has('inconclusive') ? 'inconclusive' : 'pass',
			expected: parts.map(({expected}) => expected).join(', '),
			observed: [...new Set(parts.map(({observed}) => observed))].join('; '),
			evidence: [...edgesOfFault(facts), ...evidence].slice(0, 10),
		};
	},
});

function judgeMatch(facts: Facts, withinMs: number, withheld: boolean): RuleJudgement {
	const {inject, clear, outages} = facts;
	const expected = `one outage from the effect of the fault to its end, within ${withinMs} ms`;
	const [found] = outages;
	if (found === undefined || outages.length > 1) return {verdict: 'fail', expected, observed: outagesInWords(facts), evidence: []};
	if (inject === null || clear === null) {
		const observed = `${outagesInWords(facts)}, and no observed effect and end of a fault`;
		return {verdict: withheld ? 'fail' : 'inconclusive', expected, observed, evidence: []};
	}

	const fromOffMs = found.fromMs - inject.effectiveMs;
	if (found.edges.to === null) {
		return {verdict: 'fail', expected, observed: `one outage, ${milliseconds(fromOffMs)} from the effect, that did not end`, evidence: []};
	}

	const toOffMs = found.toMs - clear.effectiveMs;
	// Where only the uncertainty of what was measured lies between match and mismatch, nothing was shown.
	const verdicts = [
		judgeOffset(fromOffMs, withinMs, halfWidth(found.edges.from) + inject.uncertaintyMs),
		judgeOffset(toOffMs, withinMs, halfWidth(found.edges.to) + clear.uncertaintyMs),
	];
	const observed = `one outage of ${milliseconds(found.lengthMs)} ± ${milliseconds(found.uncertaintyMs)}, off by ${milliseconds(fromOffMs)} at its start and ${milliseconds(toOffMs)} at its end`;
	return {
		verdict: verdicts.includes('fail') ? 'fail' : verdicts.includes('inconclusive') ? 'inconclusive' : 'pass',
		expected,
		observed,
		evidence: [],
	};
}

function judgeOffset(offMs: number, withinMs: number, uncertaintyMs: number): RuleJudgement['verdict'] {
	if (Math.abs(offMs) <= withinMs) return 'pass';
	return Math.abs(offMs) <= withinMs + uncertaintyMs ? 'inconclusive' : 'fail';
}

function edgesOfFault({inject, clear}: Facts): readonly string[] {
	if (inject === null) return [];
	const end = clear === null ? 'not taken back' : `${milliseconds(clear.effectiveMs)} ± ${milliseconds(clear.uncertaintyMs)}`;
	return [`fault from ${milliseconds(inject.effectiveMs)} ± ${milliseconds(inject.uncertaintyMs)} to ${end}`];
}

function outagesInWords({outages}: Facts): string {
	if (outages.length === 0) return 'no outage';
	if (outages.length > 3)
		return `${outages.length} outages of ${milliseconds(outages.reduce((sum, {lengthMs}) => sum + lengthMs, 0))} in all`;
	const lengths = outages.map(({lengthMs, edges}) => `${milliseconds(lengthMs)}${edges.to === null ? ' that did not end' : ''}`);
	return `${outages.length === 1 ? 'one outage' : `${outages.length} outages`} of ${lengths.join(' and ')}`;
}

function outageLine({fromMs, toMs, uncertaintyMs, failed, edges}: Outage): string {
	const end = edges.to === null ? 'the end of the load' : milliseconds(toMs);
	return `outage from ${milliseconds(fromMs)} to ${end}, ± ${milliseconds(uncertaintyMs)}: ${failed} requests failed`;
}

function halfWidth([fromMs, toMs]: readonly [number, number]): number {
	return (toMs - fromMs) / 2;
}
