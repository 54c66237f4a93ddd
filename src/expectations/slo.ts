// slo: what a service promises, whichever status it was. For people who test their own stack. Like noErrors it passes where the fault
// was withheld, unless a range asks for trouble.
import {wasSent} from '../timeline/sample-rows.ts';
import {chooseLastTries} from './choose-rows.ts';
import {windowFacts} from './cut-windows.ts';
import type {Range, Verdict} from './expectation.ts';
import type {Facts, WindowSpan} from './facts.ts';
import {either, number, range, shareRange} from './options.ts';
import {asRange, isIn, judgeShare} from './ranges.ts';
import {nothingDue} from './request-line.ts';
import {atLeastOneOf, defineRule, needsOwnApps} from './rule.ts';
import type {RuleContext} from './rule.ts';
import {milliseconds, percent, rangeWords, shareWords} from './words.ts';

export interface SloOptions {
	/** All outages together, in ms. */
	readonly outageMs?: Range;
	/** Share of failed requests, 0 to 1, in the fault and the recovery window. */
	readonly errorShare?: Range;
	/** Of whole answers, from due time, in the fault and the recovery window; in ms. */
	readonly p99Ms?: Range;
	/** Keys committed more than once. */
	readonly duplicated?: number | Range;
	/** POSTs answered 2xx that nothing committed. */
	readonly lost?: number | Range;
	/** From the end of the fault, in ms. */
	readonly recoveryMs?: Range;
}

const countChecker = either('a whole number, or a range of them', number({min: 0, integer: true}), range({min: 0}));
const names = ['outageMs', 'errorShare', 'p99Ms', 'duplicated', 'lost', 'recoveryMs'] as const;

interface Part {
	readonly verdict: Verdict;
	readonly expected: string;
	readonly observed: string;
}

export const slo = defineRule<SloOptions>({
	kind: 'slo',
	summary: 'outage, error share, latency, ledger and recovery within what the service promises',
	checkers: {
		outageMs: range({min: 0}),
		errorShare: shareRange,
		p99Ms: range({min: 0}),
		duplicated: countChecker,
		lost: countChecker,
		recoveryMs: range({min: 0}),
	},
	check: atLeastOneOf(names),
	onForeign: (options, known) =>
		options['duplicated'] === undefined && options['lost'] === undefined
			? null
			: needsOwnApps('leave `duplicated` and `lost` out')(options, known),
	judge(options, context) {
		const parts = [...judgeRequests(options, context), ...judgeOutages(options, context.facts), ...judgeLedger(options, context.facts)];
		if (options.recoveryMs !== undefined) parts.push(judgeRecovery(options.recoveryMs, context));
		const worst = (['fail', 'inconclusive'] as const).find((verdict) => parts.some((part) => part.verdict === verdict)) ?? 'pass';
		return {
			verdict: worst,
			expected: parts.map(({expected}) => expected).join(', '),
			observed: parts.map(({observed}) => observed).join(', '),
			evidence: parts.filter(({verdict}) => verdict !== 'pass').map(({expected, observed}) => `expected ${expected}, observed ${observed}`),
		};
	},
});

function judgeRequests({errorShare, p99Ms}: SloOptions, {timeline, facts}: RuleContext): Part[] {
	const {samples} = timeline;
	const span = afterBaseline(facts);
	const rows = chooseLastTries(samples, span);
	const parts: Part[] = [];
	if (errorShare !== undefined) {
		const expected = `error share ${shareWords(errorShare)}`;
		const failed = rows.filter((row) => facts.good[row] !== 1);
		// What was never sent says nothing of the service: it might have failed, or not.
		const surely = failed.filter((row) => wasSent(samples, row)).length;
		if (rows.length === 0) parts.push(nothingDue(expected, 'request due after the baseline'));
		else {
			const verdict = judgeShare(surely, failed.length - surely, rows.length, errorShare);
			parts.push({verdict, expected, observed: `error share ${percent(failed.length / rows.length)}`});
		}
	}

	if (p99Ms !== undefined) {
		const expected = `p99 ${rangeWords(p99Ms, 'ms')}`;
		const p99 = span === null ? null : windowFacts(samples, facts.good, span).p99Ms;
		if (p99 === null) parts.push(nothingDue(expected, 'whole answer to measure'));
		else parts.push({verdict: verdictOf(isIn(p99, p99Ms)), expected, observed: `p99 ${milliseconds(p99)}`});
	}

	return parts;
}

function judgeOutages({outageMs}: SloOptions, {outages}: Facts): Part[] {
	if (outageMs === undefined) return [];
	const sumMs = outages.reduce((sum, {lengthMs}) => sum + lengthMs, 0);
	const uncertaintyMs = outages.reduce((sum, outage) => sum + 2 * outage.uncertaintyMs, 0);
	const observed = `outage ${milliseconds(sumMs)}${outages.at(-1)?.edges.to === null ? ', not over at the end' : ''}`;
	return [{verdict: verdictOf(isIn(sumMs, outageMs, uncertaintyMs)), expected: `outage ${rangeWords(outageMs, 'ms')}`, observed}];
}

function judgeLedger(options: SloOptions, {ledger}: Facts): Part[] {
	return (['duplicated', 'lost'] as const).flatMap((name) => {
		const wanted = options[name];
		if (wanted === undefined) return [];
		const verdict = verdictOf(isIn(ledger[name], asRange(wanted)));
		return [{verdict, expected: `${name} ${rangeWords(asRange(wanted))}`, observed: `${name} ${ledger[name]}`}];
	});
}

// Where no fault was meant to be, there is nothing to recover from, and a promise is kept.
function judgeRecovery(recoveryMs: Range, {facts, plan}: RuleContext): Part {
	const expected = `recovery ${rangeWords(recoveryMs, 'ms')}`;
	const {recovery} = facts;
	if (recovery === null) {
		const none = plan.fault === null || plan.mode === 'withheld';
		return {verdict: none ? verdictOf(isIn(0, recoveryMs)) : 'inconclusive', expected, observed: 'no fault to recover from'};
	}

	if ('notWithinMs' in recovery) return {verdict: 'fail', expected, observed: `no recovery within ${milliseconds(recovery.notWithinMs)}`};
	const fits = isIn(recovery.afterClearMs, recoveryMs, recovery.uncertaintyMs);
	return {verdict: verdictOf(fits), expected, observed: `recovery after ${milliseconds(recovery.afterClearMs)}`};
}

function afterBaseline({windows}: Facts): WindowSpan | null {
	const first = windows.fault ?? windows.recovery;
	return first === null ? null : {fromMs: first.fromMs, toMs: (windows.recovery ?? first).toMs};
}

function verdictOf(fits: boolean): Verdict {
	return fits ? 'pass' : 'fail';
}
