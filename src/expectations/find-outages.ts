// Finds outages: maximal runs of intended requests in which more failed than the baseline allows. Each edge is an interval that
// holds the true instant; what bounds it from either side is argued beside the code, because everything else stands on it.
import {quantile} from '../timeline/quantiles.ts';
import {dueAtMs, endedAtMs, rowsDueIn, sentAtMs, wasSent} from '../timeline/sample-rows.ts';
import type {SampleSet} from '../timeline/sample.ts';
import type {NormalDurations} from './cut-windows.ts';
import type {Outage, WindowSpan} from './facts.ts';

export interface OutageContext {
	readonly samples: SampleSet;
	readonly good: Uint8Array;
	/** From the start of the baseline to the end of the load. */
	readonly span: WindowSpan;
	/** Share of requests that failed in the baseline. */
	readonly baselineFailedShare: number;
	readonly ratePerSecond: number;
	readonly normal: NormalDurations;
	/** Stretches in which the generator sent nothing although it was time. */
	readonly gaps: readonly (readonly [fromMs: number, toMs: number])[];
	/** The most that a sample can be off, where generators of several machines made them. */
	readonly clockUncertaintyMs: number;
}

type Interval = readonly [fromMs: number, toMs: number];

/** Stamps are taken in user space beside the system call, not at it. */
const stampSlackMs = 0.5;
/** A second in which all is good is a recovery, so it ends any outage. */
const recoveredMs = 1000;
/** How many neighbouring failures tell how dense failures are at a place. */
const neighbours = 10;

export function findOutages(context: OutageContext): readonly Outage[] {
	const {first, end} = rowsDueIn(context.samples, context.span.fromMs, context.span.toMs);
	const failedRows: number[] = [];
	for (let row = first; row < end; row++) {
		// What was never sent says nothing of the service.
		if (context.good[row] !== 1 && wasSent(context.samples, row)) failedRows.push(row);
	}

	return mergedRuns(context, failedRows)
		.filter((run) => exceedsBaseline(context, run))
		.map((run) => toOutage(context, run, first, end));
}

// Failures belong together as long as the good answers between them are no surprise at the density of failures around: in a full
// outage a handful of good answers ends it, where one request in ten fails it takes about a hundred in a row.
function mergedRuns({samples}: OutageContext, failedRows: readonly number[]): readonly (readonly number[])[] {
	const runs: number[][] = [];
	for (const [index, row] of failedRows.entries()) {
		const previous = failedRows[index - 1];
		const current = runs.at(-1);
		const together =
			previous !== undefined &&
			row - previous - 1 <= surprisingGoodCount(failedRows, index) &&
			dueAtMs(samples, row) - dueAtMs(samples, previous) < recoveredMs;
		if (together && current !== undefined) current.push(row);
		else runs.push([row]);
	}

	return runs;
}

// The gap before `index` is judged by the gaps near it, without itself and without the widest one, which may be an outage's end.
function surprisingGoodCount(failedRows: readonly number[], index: number): number {
	const from = Math.max(1, index - neighbours);
	const to = Math.min(failedRows.length - 1, index + neighbours);
	let gaps = 0;
	let goodCount = 0;
	let widest = 0;
	for (let other = from; other <= to; other++) {
		if (other === index) continue;
		const width = (failedRows[other] ?? 0) - (failedRows[other - 1] ?? 0) - 1;
		gaps++;
		goodCount += width;
		widest = Math.max(widest, width);
	}

	const density = gaps > 1 ? (gaps - 1) / (gaps - 1 + goodCount - widest) : 1;
	return Math.max(4, goodRunLength(density, 1e-8));
}

/** How many good answers in a row have less than this chance where a share of `density` fails. */
function goodRunLength(density: number, chance: number): number {
	return density >= 1 - chance ? 1 : Math.ceil(Math.log(chance) / Math.log(1 - density));
}

// With a clean baseline a lone failure is an outage. Otherwise a run must hold clearly more than the baseline would have in a second,
// or in its own length where that is longer.
function exceedsBaseline(context: OutageContext, run: readonly number[]): boolean {
	const length = (run.at(-1) ?? 0) - (run[0] ?? 0) + 1;
	const usual = context.baselineFailedShare * Math.max(length, context.ratePerSecond);
	return run.length > usual + 3 * Math.sqrt(usual);
}

function toOutage(context: OutageContext, run: readonly number[], first: number, end: number): Outage {
	const from = widened(context, startEdge(context, run, first));
	const endInterval = endEdge(context, run, end);
	const to = endInterval === null ? null : widened(context, endInterval);
	const fromMs = middle(from);
	const toMs = to === null ? context.span.toMs : middle(to);
	return {
		fromMs,
		toMs,
		lengthMs: Math.max(0, toMs - fromMs),
		uncertaintyMs: Math.max(halfWidth(from), to === null ? 0 : halfWidth(to)),
		edges: {from, to},
		failed: run.length,
	};
}

// Not before: a good request was served after it was sent, so the outage began after the last good one was sent. Where only a share of
// requests fails, one good request proves little, and the bound moves back until chance is ruled out.
// Not after: a request that failed was hit before its end was seen. That end may come late (a time-out; a killed process whose sockets
// the kernel closes some 20 ms after the signal), so also: it was at the app by the time that healthy requests are.
function startEdge(context: OutageContext, run: readonly number[], first: number): Interval {
	const {samples, span} = context;
	const firstFailed = run[0] ?? first;
	const density = densityOf(run.slice(0, 5 * neighbours));
	const proof = firstFailed - goodRunLength(density, 0.01);
	const notBefore = proof < first ? span.fromMs : sentAtMs(samples, proof);
	let notAfter = arrivedMs(context, density > 0.5 ? firstInARow(run) : firstFailed);
	for (const row of run.slice(0, neighbours)) notAfter = Math.min(notAfter, endedAtMs(samples, row));
	return [notBefore, Math.max(notBefore, notAfter)];
}

// Where all fail but a first one is followed by good ones, it was a slow one caught in flight; the outage began with those after it.
function firstInARow(run: readonly number[]): number {
	const near = run.slice(0, neighbours);
	const index = near.findLastIndex((row, at) => at === 0 || row - (near[at - 1] ?? row) > 1);
	return near[index] ?? 0;
}

// Not before: the last failed request was hit after it was sent. Not after: any good request ends after the service was back. Where
// requests fail at once instead of waiting, one that is good was at most on its way when the service came back. Another outage may begin
// sooner than that many good answers came: this one had ended by then. Null: it did not end.
function endEdge(context: OutageContext, run: readonly number[], end: number): Interval | null {
	const {samples} = context;
	const lastFailed = run.at(-1) ?? 0;
	const proof = lastFailed + goodRunLength(densityOf(run.slice(-5 * neighbours)), 0.01);
	const next = nextFailed(context, lastFailed, end);
	if (proof >= end && next === null) return null;
	const notBefore = sentAtMs(samples, lastFailed);
	let notAfter = next === null ? Number.POSITIVE_INFINITY : sentAtMs(samples, next);
	for (let row = proof; row < Math.min(end, proof + neighbours); row++) {
		if (context.good[row] === 1) notAfter = Math.min(notAfter, endedAtMs(samples, row));
	}

	if (!failsSlowly(context, run.slice(-neighbours))) notAfter = Math.min(notAfter, arrivedMs(context, proof));
	return [notBefore, Math.max(notBefore, notAfter)];
}

function nextFailed({samples, good}: OutageContext, row: number, end: number): number | null {
	for (let next = row + 1; next < end; next++) {
		if (good[next] !== 1 && wasSent(samples, next)) return next;
	}

	return null;
}

// By when a request was at the app, at the latest: after the longest time that a healthy one ever took. Where the machine is noisy that
// is long; then when the next request was there as well, by the time that nine of ten take, since two in a row are rarely slow.
function arrivedMs({samples, normal}: OutageContext, row: number): number {
	const sentMs = sentAtMs(samples, row);
	const nextSentMs = row + 1 < samples.count ? sentAtMs(samples, row + 1) : sentMs;
	return Math.min(sentMs + normal.maxMs, Math.max(sentMs, nextSentMs) + normal.p90Ms);
}

/** Share of failed requests in the stretch that these rows span. */
function densityOf(rows: readonly number[]): number {
	return rows.length / ((rows.at(-1) ?? 0) - (rows[0] ?? 0) + 1);
}

// The median, because a request caught in flight may have been a slow one.
function failsSlowly({samples, normal}: OutageContext, rows: readonly number[]): boolean {
	const median =
		quantile(
			rows.map((row) => endedAtMs(samples, row) - sentAtMs(samples, row)),
			0.5,
		) ?? 0;
	return median > Math.max(20, 2 * normal.p99Ms);
}

// While the generator stood still it saw nothing: an edge that touches such a gap may lie anywhere in it.
function widened({gaps, clockUncertaintyMs}: OutageContext, [fromMs, toMs]: Interval): Interval {
	let low = fromMs - stampSlackMs - clockUncertaintyMs;
	let high = toMs + stampSlackMs + clockUncertaintyMs;
	for (const [gapFromMs, gapToMs] of gaps) {
		if (gapFromMs > toMs || gapToMs < fromMs) continue;
		low = Math.min(low, gapFromMs);
		high = Math.max(high, gapToMs);
	}

	return [low, high];
}

function middle([fromMs, toMs]: Interval): number {
	return (fromMs + toMs) / 2;
}

function halfWidth([fromMs, toMs]: Interval): number {
	return (toMs - fromMs) / 2;
}
