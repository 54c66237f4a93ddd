// Facts are what several rules and the report read off a timeline: windows, outages, recovery, attribution, ledger. Computed once, pure.
import type {Cause} from '../timeline/cause.ts';

/** A window of the run, [fromMs, toMs) by due time, ms since the timeline's origin. */
export interface WindowSpan {
	readonly fromMs: number;
	readonly toMs: number;
}

/** The three parts of a run. */
export type WindowName = 'baseline' | 'fault' | 'recovery';

/** What clients of a window were left with: a request that was tried several times counts once, where its first try was due, as its last try. */
export interface WindowFacts extends WindowSpan {
	readonly intended: number;
	readonly sent: number;
	readonly unsent: number;
	readonly good: number;
	/** Further tries due in the window, whichever window their first try was due in. */
	readonly retries: number;
	/** Statuses as decimal strings for whole answers, outcome names for the rest. */
	readonly outcomes: Readonly<Record<string, number>>;
	/** Latency of answered requests, from the due time of the first try; null where none was answered. */
	readonly p50Ms: number | null;
	readonly p99Ms: number | null;
	readonly goodputPerSecond: number;
}

/** A maximal run of intended requests in which more failed than the baseline allows. Each edge is an interval that holds the true instant. */
export interface Outage {
	readonly fromMs: number;
	readonly toMs: number;
	readonly lengthMs: number;
	/** Half the width of the wider edge. */
	readonly uncertaintyMs: number;
	readonly edges: {readonly from: readonly [number, number]; readonly to: readonly [number, number] | null};
	readonly failed: number;
}

/** `notWithinMs` is a censored value: recovery was not seen within the recovery window. */
export type Recovery =
	| {readonly atMs: number; readonly afterClearMs: number; readonly uncertaintyMs: number}
	| {readonly notWithinMs: number};

/** What became of POSTs: lost, duplicated, committed though the client was told that they failed. */
export interface Ledger {
	/** Keyed POSTs sent, the tries of one key counted once. */
	readonly sent: number;
	/** Keys committed at least once. */
	readonly committed: number;
	/** The client got 2xx for one of its tries and nothing was committed. */
	readonly lost: number;
	/** Keys committed more than once. */
	readonly duplicated: number;
	/** Committed, and the client was told that it failed, or was told nothing, by each of its tries. */
	readonly committedButFailed: number;
	/** Ids of the first tries behind the three numbers. */
	readonly ids: {readonly lost: readonly number[]; readonly duplicated: readonly number[]; readonly committedButFailed: readonly number[]};
}

/** What most rules need of a timeline, worked out once: windows, outages, recovery, ledger, causes. */
export interface Facts {
	readonly windows: {readonly baseline: WindowFacts; readonly fault: WindowFacts | null; readonly recovery: WindowFacts | null};
	readonly inject: {readonly requestedMs: number; readonly effectiveMs: number; readonly uncertaintyMs: number} | null;
	readonly clear: {readonly requestedMs: number; readonly effectiveMs: number; readonly uncertaintyMs: number} | null;
	readonly outages: readonly Outage[];
	readonly recovery: Recovery | null;
	readonly ledger: Ledger;
	/** Who made the errors in the fault window. */
	readonly attribution: {readonly gateway: number; readonly inner?: number; readonly upstream: number; readonly unknown: number};
	/** Causes named by the gateway's own log for failed requests of the fault window, most frequent first. */
	readonly causes: readonly {readonly cause: Cause; readonly requests: number; readonly line: string}[];
	/** Arrivals at apps per try that reached an app, over the fault window: what the gateway tried again. Null where none did. */
	readonly attemptsPerRequest: number | null;
	/** By row of the sample set: 1 where the request was good, else 0. */
	readonly good: Uint8Array;
	/** Latest due time for which a cause can be read per request: true when the gateway's log joins to request ids. */
	readonly causesReadable: boolean;
}
