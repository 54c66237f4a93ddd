// What one gateway made of one story, read off the timelines of its runs.
import {causeFinder} from '../../src/expectations/read-causes.ts';
import {readFacts} from '../../src/expectations/read-facts.ts';
import {eventsByRequest} from '../../src/timeline/events-by-request.ts';
import {isPost, latencyMs, outcomeWord, requestIdOf, rowsDueIn} from '../../src/timeline/sample-rows.ts';
import type {Timeline} from '../../src/timeline/timeline.ts';

export type Retried = 'yes' | 'no' | 'partly' | 'n/a';

export interface Cell {
	/** Failed requests by what their clients got. */
	readonly answers: Readonly<Record<string, number>>;
	/** Median time to that answer; null where none failed. */
	readonly afterMs: number | null;
	readonly good: number;
	/** Failed requests by the cause that the gateway's log names; `nothing` where it names none. */
	readonly logged: Readonly<Record<string, number>>;
	/** One line of its log that names the most frequent cause; numbers that differ each time are left out. */
	readonly line: string | null;
	/** With more upstreams: whether requests that the first one failed were answered by another. */
	readonly retried: {readonly get: Retried; readonly post: Retried};
}

export function readCell(alone: Timeline, withPeer: Timeline | null): Cell {
	const {failed, good, causesOf} = faultRows(alone);
	const logged = tally(failed.map((row) => causesOf(row).at(-1)?.cause ?? 'nothing'));
	const [most] = Object.entries(logged).toSorted(([, a], [, b]) => b - a);
	const line = failed.flatMap((row) => causesOf(row).filter(({cause}) => cause === most?.[0])).at(0)?.raw ?? null;
	const times = failed.map((row) => latencyMs(alone.samples, row)).toSorted((a, b) => a - b);
	return {
		answers: tally(failed.map((row) => outcomeWord(alone.samples, row))),
		afterMs: times[Math.floor(times.length / 2)] ?? null,
		good: good.length,
		logged,
		line: line === null ? null : signatureOf(line),
		retried: {get: retried(withPeer, false), post: retried(withPeer, true)},
	};
}

function faultRows(timeline: Timeline) {
	const facts = readFacts(timeline);
	const span = facts.windows.fault;
	const {first, end} = span === null ? {first: 0, end: 0} : rowsDueIn(timeline.samples, span.fromMs, span.toMs);
	const rows = Array.from({length: end - first}, (_, index) => first + index);
	return {
		good: rows.filter((row) => facts.good[row] === 1),
		failed: rows.filter((row) => facts.good[row] !== 1),
		rows,
		isGood: (row: number) => facts.good[row] === 1,
		causesOf: causeFinder(timeline),
	};
}

/** Of the requests that the first upstream was given and failed: were they answered well in the end? */
function retried(timeline: Timeline | null, post: boolean): Retried {
	if (timeline === null) {
		return 'n/a';
	}

	const {rows, isGood, causesOf} = faultRows(timeline);
	const journal = eventsByRequest(timeline.events, 'journal');
	const access = eventsByRequest(timeline.events, 'access');
	const ofMethod = rows.filter((row) => isPost(timeline.samples, row) === post);
	const struck = ofMethod.filter((row) => {
		const id = requestIdOf(timeline.samples, row);
		const faulted = (journal.get(id) ?? []).some(({part, step}) => part === 'app1' && step === 'faulted');
		const tries = (access.get(id) ?? []).at(-1)?.upstreamAddresses.length ?? 0;
		return faulted || tries > 1 || causesOf(row).length > 0 || !isGood(row);
	});
	// A third of the traffic is the struck one's: where no request shows it, the gateway hid it without a word.
	const saved = struck.filter((row) => isGood(row)).length;
	return ofMethod.length === 0 ? 'n/a' : saved === struck.length ? 'yes' : saved <= 0.05 * struck.length ? 'no' : 'partly';
}

function tally(words: readonly string[]): Readonly<Record<string, number>> {
	return Object.fromEntries(
		[...Map.groupBy(words, (word) => word)].map(([word, all]) => [word, all.length]).toSorted((a, b) => Number(b[1]) - Number(a[1])),
	);
}

/** Times, addresses, numbers of processes, connections and requests are not what a line is known by. */
function signatureOf(line: string): string {
	return line
		.replaceAll(/gq=\d+/g, 'gq=N')
		.replaceAll(/\b\d{1,3}(?:\.\d{1,3}){3}\b/g, 'A.B.C.D')
		.replaceAll(/\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?Z?/g, 'TIME')
		.replaceAll(/\b[0-9a-f]{8}-[0-9a-f-]{27}\b/g, 'UUID')
		.replaceAll(/\b\d{5,}(?:\.\d+)?\b/g, 'N')
		.slice(0, 220);
}
