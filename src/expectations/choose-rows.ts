// Which requests an expectation speaks of: those due in a window, all of them or one method's.
import {dueAtMs, endedAtMs, isPost, rowsDueIn} from '../timeline/sample-rows.ts';
import type {SampleSet} from '../timeline/sample.ts';
import {isFirstTry, lastTryFinder} from '../timeline/last-try.ts';
import type {Facts, WindowFacts, WindowName, WindowSpan} from './facts.ts';
import {oneOf} from './options.ts';

/** `run` is baseline, fault and recovery together. */
export type ExpectedWindow = WindowName | 'run';
export type ExpectedMethod = 'GET' | 'POST';

export const windowChecker = oneOf(['baseline', 'fault', 'recovery', 'run']);
export const methodChecker = oneOf(['GET', 'POST']);

/** Null where the run has no such window. */
export function spanOf(facts: Facts, window: ExpectedWindow): WindowSpan | null {
	if (window !== 'run') return facts.windows[window];
	const windows = [facts.windows.baseline, facts.windows.fault, facts.windows.recovery].filter(
		(span): span is WindowFacts => span !== null,
	);
	return {fromMs: facts.windows.baseline.fromMs, toMs: Math.max(...windows.map(({toMs}) => toMs))};
}

/** Every try that is due in the span. */
export function chooseRows(samples: SampleSet, span: WindowSpan | null, method?: ExpectedMethod): readonly number[] {
	if (span === null) return [];
	const {first, end} = rowsDueIn(samples, span.fromMs, span.toMs);
	const rows: number[] = [];
	for (let row = first; row < end; row++) {
		if (method === undefined || isPost(samples, row) === (method === 'POST')) rows.push(row);
	}

	return rows;
}

/**
 * A request due in the last 250 ms of the fault, and answered well when it was over: a machine that is busy with the app's new start holds it up for
 * so long before it meets gateway or app. It says nothing of what the gateway does under the fault. One that waited for longer does.
 */
const heldUpMs = 250;

/** Every try that is due in the window, but for what was held up until the fault had ended. */
export function chooseDecided(
	samples: SampleSet,
	facts: Facts,
	{window, method}: {readonly window: ExpectedWindow; readonly method: ExpectedMethod | undefined},
): readonly number[] {
	const rows = chooseRows(samples, spanOf(facts, window), method);
	const {clear, good} = facts;
	if (window !== 'fault' || clear === null) return rows;
	const endMs = clear.effectiveMs - clear.uncertaintyMs;
	return rows.filter((row) => good[row] !== 1 || endedAtMs(samples, row) < endMs || dueAtMs(samples, row) < endMs - heldUpMs);
}

/** The last try of each client request whose first try is due in the span: what the client was left with. */
export function chooseLastTries(samples: SampleSet, span: WindowSpan | null, method?: ExpectedMethod): readonly number[] {
	const lastTryOf = lastTryFinder(samples);
	return chooseRows(samples, span, method)
		.filter((row) => isFirstTry(samples, row))
		.map((row) => lastTryOf(row));
}

/** `requests due in the fault window`, `POSTs due in the run`. */
export function rowsInWords(window: ExpectedWindow, method?: ExpectedMethod): string {
	return `${method === undefined ? 'requests' : `${method}s`} due in the ${window === 'run' ? 'run' : `${window} window`}`;
}
