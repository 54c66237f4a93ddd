// status: a share of requests gets this status (or this outcome), whatever the cause. For answers that no cause stands for.
import type {GatewayAnswer} from '../scenario/plan.ts';
import {answeredByApp, outcomeWord} from '../timeline/sample-rows.ts';
import {answersChecker, answersInWords, matchesAnswer} from './answers.ts';
import {errorMaker} from './attribute-errors.ts';
import {chooseRows, methodChecker, rowsInWords, spanOf, windowChecker} from './choose-rows.ts';
import type {ExpectedMethod, ExpectedWindow} from './choose-rows.ts';
import type {Range} from './expectation.ts';
import {oneOf, required, shareRange} from './options.ts';
import {judgeShare} from './ranges.ts';
import {nothingDue, requestLines} from './request-line.ts';
import {defineRule} from './rule.ts';
import {upstreamAnswerFinder, upstreamAnswerLine} from './upstream-answer.ts';
import {countOf, shareWords, tallyWords} from './words.ts';

export interface StatusOptions {
	/** Status, or outcome word (`cut`, `reset`, ...), or several of them. */
	readonly is: GatewayAnswer | readonly GatewayAnswer[];
	/** Share of the requests due in the window, 0 to 1. Default: [0.99, 1]. */
	readonly share?: Range;
	/** Default: `fault`. */
	readonly window?: ExpectedWindow;
	/** Who must have made the answer. Default: anyone. */
	readonly by?: 'gateway' | 'upstream';
	/** Default: both. */
	readonly method?: ExpectedMethod;
}

export const status = defineRule<StatusOptions>({
	kind: 'status',
	summary: 'a share of requests gets this status or outcome',
	checkers: {
		is: required(answersChecker),
		share: shareRange,
		window: windowChecker,
		by: oneOf(['gateway', 'upstream']),
		method: methodChecker,
	},
	judge({is, share = [0.99, 1], window = 'fault', by, method}, {timeline, facts}) {
		const {samples} = timeline;
		const answers = typeof is === 'object' ? is : [is];
		const rows = chooseRows(samples, spanOf(facts, window), method);
		const what = `${answersInWords(answers)}${by === undefined ? '' : ` from the ${by}`}`;
		const expected = `${what} for ${shareWords(share)} of ${rowsInWords(window, method)}`;
		if (rows.length === 0) return nothingDue(expected, rowsInWords(window, method));

		const makerOf = errorMaker(timeline);
		const same = rows.filter((row) => matchesAnswer(samples, row, answers));
		const known = by === undefined ? same : same.filter((row) => makerOf(row) === by);
		const unknown = by === undefined ? [] : same.filter((row) => makerOf(row) === 'unknown');
		const verdict = judgeShare(known.length, unknown.length, rows.length, share);
		const others = new Set(known);
		const counts: Record<string, number> = {};
		for (const row of rows) {
			const word = `${outcomeWord(samples, row)} from the ${makerOf(row)}`;
			if (!others.has(row)) counts[word] = (counts[word] ?? 0) + 1;
		}

		const observed = `${what} for ${countOf(known.length, rows.length)}${known.length === rows.length ? '' : `; besides: ${tallyWords(counts)}`}`;
		const shown = verdict === 'pass' ? known.slice(0, 2) : rows.filter((row) => !others.has(row));
		const answerOf = upstreamAnswerFinder(timeline);
		const fromServer = rows.find((row) => !answeredByApp(samples, row) && answerOf(row) !== null);
		const answer = fromServer === undefined ? null : answerOf(fromServer);
		return {
			verdict,
			expected,
			observed,
			evidence: [...requestLines(samples, shown.length === 0 ? known : shown, 5), ...(answer === null ? [] : [upstreamAnswerLine(answer)])],
		};
	},
});
