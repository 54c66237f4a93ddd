// status: a share of requests gets this status (or this outcome), whatever the cause. For answers that no cause stands for.
import type {GatewayAnswer} from '../scenario/plan.ts';
import {eventsByRequest} from '../timeline/events-by-request.ts';
import {answeredByApp, outcomeWord, requestIdOf} from '../timeline/sample-rows.ts';
import {answersChecker, answersInWords, matchesAnswer} from './answers.ts';
import {errorMaker, makers, makerWords} from './attribute-errors.ts';
import {chooseDecided, methodChecker, rowsInWords, windowChecker} from './choose-rows.ts';
import type {ExpectedMethod, ExpectedWindow} from './choose-rows.ts';
import type {Range} from './expectation.ts';
import {oneOf, required, shareRange} from './options.ts';
import {judgeShare} from './ranges.ts';
import {nothingDue, requestLines} from './request-line.ts';
import {defineRule, needsKnownGateway} from './rule.ts';
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
	readonly by?: 'gateway' | 'inner' | 'upstream';
	/** Where: as clients got it, or as the gateways behind the one under test noted it in their access logs, which knows no outcomes. Default: `clients`. */
	readonly at?: 'clients' | 'inner';
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
		by: oneOf(makers),
		at: oneOf(['clients', 'inner']),
		method: methodChecker,
	},
	onForeign: needsKnownGateway,
	judge({is, share = [0.99, 1], window = 'fault', by, at = 'clients', method}, {timeline, facts}) {
		const {samples} = timeline;
		const answers = typeof is === 'object' ? is : [is];
		const rows = chooseDecided(samples, facts, {window, method});
		const place = at === 'clients' ? '' : " in the inner gateway's log";
		const what = `${answersInWords(answers)}${place}${by === undefined ? '' : ` from the ${makerWords[by]}`}`;
		const expected = `${what} for ${shareWords(share)} of ${rowsInWords(window, method)}`;
		if (rows.length === 0) return nothingDue(expected, rowsInWords(window, method));

		const makerOf = errorMaker(timeline);
		const noted = at === 'clients' ? null : eventsByRequest(timeline.events, 'access', 'inner');
		const lastNoted = (row: number) => noted?.get(requestIdOf(samples, row))?.at(-1)?.status ?? 0;
		const same = rows.filter((row) => (noted === null ? matchesAnswer(samples, row, answers) : answers.includes(lastNoted(row))));
		const known = by === undefined ? same : same.filter((row) => makerOf(row) === by);
		const unknown = by === undefined ? [] : same.filter((row) => makerOf(row) === 'unknown');
		const verdict = judgeShare(known.length, unknown.length, rows.length, share);
		const others = new Set(known);
		const counts: Record<string, number> = {};
		for (const row of rows) {
			const word = noted === null ? `${outcomeWord(samples, row)} from the ${makerWords[makerOf(row)]}` : String(lastNoted(row));
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
