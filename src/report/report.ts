// report.json: one versioned document a run of the tool. Every other rendering is made from it. Field names are public.
// Durations are ms; instants of a run are ms since that run's own `startedAt`. reports/README.md documents every field.
import type {BaselineComparison} from '../compare/compare-baseline.ts';
import type {ExitCode} from '../error.ts';
import type {Judgement, Verdict} from '../expectations/expectation.ts';
import type {Ledger, Outage, Recovery, WindowFacts} from '../expectations/facts.ts';
import type {SkippedRun} from '../scenario/plan.ts';
import type {Cause} from '../timeline/cause.ts';
import type {GeneratorHealth} from '../timeline/sample.ts';
import type {Capacity, Saturation, Witness} from '../timeline/timeline.ts';

/** One cause of what went wrong. The first of a run's list is the likeliest. */
export interface DiagnosisEntry {
	/** Stable word: a row of docs/diagnosis.md. Absent in reports of before 0.2. */
	readonly kind?: string;
	/** What happened, with its numbers. */
	readonly cause: string;
	readonly confidence: 'certain' | 'likely' | 'possible';
	/** What to change, the directive by name. */
	readonly advice: string;
	/** Lines that prove it. */
	readonly evidence: readonly string[];
	/** What speaks against it. Absent in reports of before 0.2. */
	readonly against?: readonly string[];
	/** Requests that it explains: that failed, were tried again, or took much longer. Absent in reports of before 0.2. */
	readonly requests?: number;
}

/** One question of the checklist, asked so that yes is good. */
export interface CheckEntry {
	/** Stable word: a row of docs/diagnosis.md. */
	readonly name: string;
	readonly question: string;
	readonly answer: 'yes' | 'no' | 'unknown';
	readonly evidence: readonly string[];
}

/** A run over time: columns with one number for each bucket, by the instant at which requests were due. */
export interface RunChart {
	/** Start of the first bucket. */
	readonly fromMs: number;
	/** End of the load: the last bucket may be shorter than the others. */
	readonly toMs: number;
	readonly bucketMs: number;
	readonly buckets: number;
	/** Requests due, by outcome. An outcome that never came has no column. */
	readonly outcomes: Readonly<Record<string, readonly number[]>>;
	/** Latency of whole answers; null where there was none. */
	readonly p50Ms: readonly (number | null)[];
	readonly p99Ms: readonly (number | null)[];
	readonly maxMs: readonly (number | null)[];
	/** Whole 2xx answers that ended in the bucket. */
	readonly completed: readonly number[];
	/** By app: `arrived` requests by its journal, every attempt counted; `answered`: requests due in the bucket that it answered. */
	readonly upstreams: Readonly<Record<string, {readonly arrived: readonly number[]; readonly answered: readonly number[]}>>;
}

/** Something that happened beside the requests. Log lines that differ in numbers alone are one entry, from the first to the last. */
export interface RunEvent {
	readonly kind: 'container' | 'process' | 'log' | 'counter';
	readonly part: string;
	readonly atMs: number;
	readonly toMs: number;
	readonly uncertaintyMs: number;
	readonly count: number;
	readonly text: string;
}

/** One run in the report. */
export interface RunReport {
	readonly id: string;
	readonly startedAt: string;
	readonly scenario: string;
	readonly title: string;
	readonly file: string;
	/** `label` tells two images of one gateway apart: `nginx`, or `nginx@1.29`. */
	readonly gateway: {
		readonly name: string;
		readonly label: string;
		readonly version: string;
		readonly image: string;
		readonly digest: string;
	};
	/** `text` is what the gateway was given, `others` the files beside it. */
	readonly config: {
		readonly label: string;
		readonly hash: string;
		readonly text: string;
		readonly others: readonly {readonly path: string; readonly text: string}[];
	};
	/** What else ran: `app`, `loadgen`. */
	readonly parts: Readonly<Record<string, {readonly image: string; readonly digest: string; readonly version: string}>>;
	readonly repeat: number;
	readonly mode: 'as-written' | 'withheld' | 'wrong' | 'control';
	readonly repro: string;
	readonly verdict: Verdict;
	/** Sentences: why the verdict is not pass. */
	readonly reasons: readonly string[];
	readonly expectations: readonly Judgement[];
	/** Expectations that must fail when the fault is withheld, and whether each did; null unless withheld. */
	readonly sensitivity: readonly {readonly name: string; readonly failed: boolean}[] | null;
	readonly windows: {readonly baseline: WindowFacts; readonly fault: WindowFacts | null; readonly recovery: WindowFacts | null};
	readonly fault: {
		readonly kind: string;
		readonly describe: string;
		readonly options: Readonly<Record<string, unknown>>;
		readonly inject: {readonly requestedMs: number; readonly effectiveMs: number; readonly uncertaintyMs: number} | null;
		readonly clear: {readonly requestedMs: number; readonly effectiveMs: number; readonly uncertaintyMs: number} | null;
		readonly witness: Witness | null;
		/** When each part of a sequence was in effect, each turn for itself, by time. Absent where the fault is no sequence. */
		readonly parts?: readonly {
			readonly name: string;
			readonly describe: string;
			readonly fromMs: number;
			readonly toMs: number;
			readonly uncertaintyMs: number;
		}[];
	} | null;
	/** `inner`: gateways behind the one under test; absent where they made none. */
	readonly attribution: {readonly gateway: number; readonly inner?: number; readonly upstream: number; readonly unknown: number};
	readonly cause: {readonly expected: Cause | null; readonly observed: readonly Cause[]; readonly lines: readonly string[]};
	readonly outages: readonly Outage[];
	readonly recovery: Recovery | null;
	readonly capacity: Capacity | null;
	/** The closed loop that kept the gateway busy beside the load; null where none did. */
	readonly saturation: Saturation | null;
	readonly ledger: Ledger;
	readonly retries: {readonly attemptsPerRequest: number | null};
	/** Causes, the likeliest first. Empty where nothing went wrong. */
	readonly diagnosis: readonly DiagnosisEntry[];
	/** Filled in where a request failed, was tried again or was slow; else empty. Absent in reports of before 0.2. */
	readonly checklist?: readonly CheckEntry[];
	readonly generator: GeneratorHealth | null;
	readonly chart: RunChart;
	readonly events: readonly RunEvent[];
	/** `gatewayMs` is the gateway's own start, part of `upMs`. */
	readonly timings: {
		readonly upMs: number;
		readonly gatewayMs: number;
		readonly loadMs: number;
		readonly collectMs: number;
		readonly downMs: number;
	};
	readonly cleanup: {readonly ok: boolean; readonly left: readonly string[]};
	/** How often the run was repeated because it was inconclusive (`--inconclusive retry=N`). */
	readonly retriesOfRun: number;
	/** Paths relative to the report's folder. */
	readonly files: {readonly timeline: string; readonly samples: string; readonly logs: readonly string[]};
}

export interface ReportPlan {
	/** Tells plans apart, seed included. */
	readonly hash: string;
	/** Ids of all runs that were planned, in order: of all shards, where this is one. */
	readonly runs: readonly string[];
	/** Labels as they were named, while runs take turns in an order of their own. The first is what the others are held against. */
	readonly gateways: readonly string[];
	readonly configs: readonly string[];
}

/** The document of `report.json`: reports/README.md has its fields. */
export interface Report {
	readonly schemaVersion: 1;
	readonly tool: {readonly name: 'gatequake'; readonly version: string};
	readonly startedAt: string;
	readonly durationMs: number;
	readonly host: {
		readonly kernel: string;
		readonly cpus: number;
		readonly memoryBytes: number;
		readonly engine: string;
		readonly cgroup: string;
	};
	readonly command: string;
	readonly seed: number;
	readonly interrupted: boolean;
	/** Errors of the harness itself, beside the runs' verdicts: a run that could not be done, something left behind. Sentences. */
	readonly errors: readonly string[];
	readonly verdict: Verdict;
	readonly exitCode: ExitCode;
	readonly counts: {readonly pass: number; readonly fail: number; readonly inconclusive: number};
	readonly plan: ReportPlan;
	/** Which part of the plan was run here; null where it was all of it, or where shards were joined. */
	readonly shard: {readonly index: number; readonly of: number} | null;
	/** What changed since an earlier report; null where none was named. */
	readonly baseline: BaselineComparison | null;
	/** Cells of the matrix that make no sense, and why. */
	readonly skipped: readonly SkippedRun[];
	readonly runs: readonly RunReport[];
}

/** The report but for its runs, which come one after the other. */
export type ReportHead = Omit<Report, 'runs'>;

/** As it is written: the report, and what shows that nothing in it was changed since. */
export interface ReportDocument extends Report {
	/** `sha256-` and the hash of the document, see reports/README.md. Absent in a document that was made by hand. */
	readonly integrity?: string;
}

export type ReportHeadDocument = Omit<ReportDocument, 'runs'>;
