// What most rules start from: which requests failed, how they looked to clients, and which log lines speak of them.
import {eventsByRequest} from '../timeline/events-by-request.ts';
import {dueAtMs, outcomeOf, outcomeWord, requestIdOf, rowFinder} from '../timeline/sample-rows.ts';
import type {Outcome} from '../timeline/sample.ts';
import type {Cause, GatewayLogEvent, Timeline} from '../timeline/timeline.ts';
import type {Facts, WindowSpan} from '../expectations/facts.ts';

/** From the start of the baseline to the end of the load: what happens before and after is set-up and teardown. */
export function watchedSpan({windows}: Facts): WindowSpan {
	return {fromMs: windows.baseline.fromMs, toMs: (windows.recovery ?? windows.fault ?? windows.baseline).toMs};
}

/** Rows that failed after the warm-up. */
export function failedRows({samples}: Timeline, facts: Facts): readonly number[] {
	const {fromMs} = watchedSpan(facts);
	const rows: number[] = [];
	for (let row = 0; row < samples.count; row++) {
		if (facts.good[row] !== 1 && dueAtMs(samples, row) >= fromMs) rows.push(row);
	}

	return rows;
}

export function failedWith(timeline: Timeline, facts: Facts, outcomes: readonly Outcome[]): readonly number[] {
	return failedRows(timeline, facts).filter((row) => outcomes.includes(outcomeOf(timeline.samples, row)));
}

/** The gateway's lines about failed requests that name one of these causes, one for each request at most. */
export function linesOfFailed(timeline: Timeline, facts: Facts, causes: readonly Cause[]): readonly GatewayLogEvent[] {
	const lines = eventsByRequest(timeline.events, 'gateway-log');
	return failedRows(timeline, facts).flatMap(
		(row) => (lines.get(requestIdOf(timeline.samples, row)) ?? []).find(({cause}) => cause !== null && causes.includes(cause)) ?? [],
	);
}

/** Rows of the requests that these lines speak of. */
export function rowsOfLines({samples}: Timeline, lines: readonly GatewayLogEvent[]): readonly number[] {
	const rowOf = rowFinder(samples);
	return lines.flatMap(({requestId}) => rowOf(requestId ?? -1) ?? []);
}

/** `502 (588), cut (12)`: what clients got for the requests these lines speak of. */
export function clientsGot(timeline: Timeline, rows: readonly number[]): string {
	const counts = new Map<string, number>();
	for (const row of rows) {
		const word = outcomeWord(timeline.samples, row);
		counts.set(word, (counts.get(word) ?? 0) + 1);
	}

	return [...counts]
		.sort(([, a], [, b]) => b - a)
		.map(([word, count]) => `${word} (${count})`)
		.join(', ');
}

/** The first lines, each with the instant it is good for. */
export function rawLines(events: readonly GatewayLogEvent[], limit = 3): readonly string[] {
	return events.slice(0, limit).map(({raw}) => raw);
}
