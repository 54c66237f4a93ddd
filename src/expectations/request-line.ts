// One request as a line of evidence, and the judgement where a window held no request at all.
import {dueAtMs, isPost, latencyMs, outcomeWord, requestIdOf} from '../timeline/sample-rows.ts';
import type {SampleSet} from '../timeline/sample.ts';
import type {RuleJudgement} from './rule.ts';
import {atMost, milliseconds} from './words.ts';

/** `request 812 (POST), due at 3412 ms: 502 after 1.2 ms`. */
export function requestLine(samples: SampleSet, row: number): string {
	const took = latencyMs(samples, row);
	const after = Number.isFinite(took) ? ` after ${milliseconds(took)}` : '';
	const method = isPost(samples, row) ? 'POST' : 'GET';
	return `request ${requestIdOf(samples, row)} (${method}), due at ${milliseconds(dueAtMs(samples, row))}: ${outcomeWord(samples, row)}${after}`;
}

export function requestLines(samples: SampleSet, rows: readonly number[], limit = 10): readonly string[] {
	const lines = rows.slice(0, limit + 1).map((row) => requestLine(samples, row));
	return rows.length <= limit ? lines : [...atMost(lines.slice(0, limit - 1)), `... and ${rows.length - limit + 1} more`];
}

/** Nothing was due, so nothing was shown. */
export function nothingDue(expected: string, what: string): RuleJudgement {
	return {verdict: 'inconclusive', expected, observed: `no ${what}`, evidence: []};
}
