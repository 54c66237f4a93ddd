// errors: requests due in a window fail in the way this gateway answers the named cause, are answered by whom it was expected, and the
// gateway's own log line of each names that cause. The right status for the wrong reason is a failure.
import type {GatewayAnswer} from '../scenario/plan.ts';
import type {Cause} from '../timeline/cause.ts';
import type {GatewayLogEvent} from '../timeline/timeline.ts';
import {outcomeWord} from '../timeline/sample-rows.ts';
import {answersInWords, matchesAnswer} from './answers.ts';
import {errorMaker, makers, makerWords} from './attribute-errors.ts';
import {causesChecker} from './causes-checker.ts';
import {chooseDecided, methodChecker, rowsInWords, windowChecker} from './choose-rows.ts';
import type {ExpectedMethod, ExpectedWindow} from './choose-rows.ts';
import type {Range} from './expectation.ts';
import {oneOf, shareRange} from './options.ts';
import {judgeShare} from './ranges.ts';
import {causeFinder, countCauses} from './read-causes.ts';
import {nothingDue, requestLines} from './request-line.ts';
import {defineRule, needsKnownGateway} from './rule.ts';
import type {RuleContext, RuleJudgement} from './rule.ts';
import {countOf, shareWords, tallyWords} from './words.ts';

export interface ErrorsOptions {
	/** The neutral cause (RFC 9209); the gateway's table turns it into statuses, cuts or silent closes. */
	readonly cause: Cause | readonly Cause[];
	/** Who must have made the answer; `inner`: a gateway behind the one under test, and its log is the one that is read. Default: anyone. */
	readonly by?: 'gateway' | 'inner' | 'upstream';
	/** Share of the requests due in the window, 0 to 1. Default: [0.99, 1]. */
	readonly share?: Range;
	/** Default: `fault`. */
	readonly window?: ExpectedWindow;
	/** Default: both. */
	readonly method?: ExpectedMethod;
}

export const errors = defineRule<ErrorsOptions>({
	kind: 'errors',
	summary: 'a share of requests fails as this gateway answers a cause, and its log names that cause',
	checkers: {
		cause: causesChecker,
		by: oneOf(makers),
		share: shareRange,
		window: windowChecker,
		method: methodChecker,
	},
	onForeign: needsKnownGateway,
	judge: judgeErrors,
});

function judgeErrors(options: ErrorsOptions, context: RuleContext): RuleJudgement {
	const {cause, by, share = [0.99, 1], window = 'fault', method} = options;
	const {timeline, facts, expectation} = context;
	const {samples} = timeline;
	const {answers = [], logged = [cause].flat(), silent = []} = expectation;
	const causeWords = [cause].flat().join(' or ');
	const rows = chooseDecided(samples, facts, {window, method});
	const maker = by === undefined ? '' : ` from the ${makerWords[by]}`;
	const expected = `${answersInWords(answers)}${maker} with cause ${causeWords}${silent.length === 0 ? '' : ` (its log says nothing of ${answersInWords(silent)})`} for ${shareWords(share)} of ${rowsInWords(window, method)}`;
	if (rows.length === 0) return nothingDue(expected, rowsInWords(window, method));
	if (answers.length === 0) {
		const observed = `the table of ${timeline.plan.gateway.name} does not say what it answers for ${causeWords}`;
		return {verdict: 'inconclusive', expected, observed, evidence: []};
	}

	const makerOf = errorMaker(timeline);
	const causesOf = causeFinder(timeline, by === 'inner' ? 'inner' : 'gateway');
	const failed = rows.filter((row) => facts.good[row] !== 1);
	const answered = failed.filter((row) => matchesAnswer(samples, row, answers) && (by === undefined || makerOf(row) === by));
	// The last attempt's cause decided the answer. Where the log has no word for it, that it says nothing else proves the cause.
	const isSilent = (row: number) => matchesAnswer(samples, row, silent);
	const named = answered.filter((row) => {
		const last = causesOf(row).at(-1)?.cause ?? null;
		return last === null ? isSilent(row) : logged.includes(last);
	});
	// Nobody can say that these were not it, as on a stack of somebody else's whose log names no request.
	const unknown = by === undefined ? [] : failed.filter((row) => matchesAnswer(samples, row, answers) && makerOf(row) === 'unknown');
	const unnamed = answered.filter((row) => causesOf(row).length === 0 && !isSilent(row));
	const namedRows = new Set(named);
	const otherwise = answered.filter((row) => !namedRows.has(row) && causesOf(row).length > 0);
	const verdict = judgeShare(named.length, unnamed.length + unknown.length, rows.length, share);
	const sentences = [`${answersInWords(answers)}${maker} with cause ${causeWords} for ${countOf(named.length, rows.length)}`];
	if (otherwise.length > 0) sentences.push(wrongReasons(otherwise, causesOf, answers, causeWords));
	if (unnamed.length > 0) {
		sentences.push(
			`${unnamed.length} with no cause in the gateway's log${facts.causesReadable ? '' : ', which cannot be joined to requests'}`,
		);
	}

	if (unknown.length > 0) sentences.push(`${unknown.length} of which it is not known who made them`);
	if (verdict === 'fail') sentences.push(`what came: ${tally(rows.map((row) => cameFrom(row)))}`);
	const culprits = verdict === 'pass' ? named : rows.filter((row) => !namedRows.has(row));
	const evidence = [
		...countCauses(failed, causesOf)
			.slice(0, 3)
			.map(({line}) => line),
		...requestLines(samples, verdict === 'pass' ? culprits.slice(0, 2) : culprits, 5),
	];
	return {verdict, expected, observed: sentences.join('; '), evidence};

	function cameFrom(row: number): string {
		return facts.good[row] === 1
			? `good ${outcomeWord(samples, row)}`
			: `${outcomeWord(samples, row)} from the ${makerWords[makerOf(row)]}`;
	}
}

function wrongReasons(
	rows: readonly number[],
	causesOf: (row: number) => readonly GatewayLogEvent[],
	answers: readonly GatewayAnswer[],
	cause: string,
): string {
	const words = countCauses(rows, causesOf)
		.map((count) => `${count.cause} (${count.requests})`)
		.join(', ');
	return `${answersInWords(answers)} came with cause ${words} instead of ${cause}`;
}

function tally(words: readonly string[]): string {
	const counts: Record<string, number> = {};
	for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
	return tallyWords(counts);
}
