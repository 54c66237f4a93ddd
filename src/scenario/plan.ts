// A Plan is a Scenario with nothing left open: defaults filled, matrix expanded, seed included. It is JSON, printed by `--dry-run`,
// and stands in the timeline, so that a saved run can be judged without its scenario file.
import type {Cause} from '../timeline/cause.ts';
import type {Outcome} from '../timeline/sample.ts';
import type {ResolvedExpectation} from '../expectations/expectation.ts';

export interface UpstreamPlan {
	/** `app1`, `app2`, ...: container part, network alias, and the number in the samples. */
	readonly name: string;
	/** `node`: an HTTP app on node:http. `bytes`: the byte-level server for answers that no HTTP library gives. */
	readonly kind: string;
	readonly port: number;
	/** Hard memory limit, swap included; null for none. */
	readonly memoryBytes: number | null;
	/** What the supervisor does when the app exits by itself or is killed (not by its own order). */
	readonly restart: {readonly policy: 'no' | 'always' | 'on-failure'; readonly delayMs: number};
	/** Time the app takes to answer a request when healthy. */
	readonly serviceMs: number;
}

/** Neutral gateway options; each gateway renders them into its own config. Durations in ms. */
export interface GatewayOptions {
	readonly connectTimeoutMs: number;
	/** Longest wait for the answer's headers, and between two reads of its body. */
	readonly readTimeoutMs: number;
	/** Which failed requests may go to another upstream. `safe`: only those that were not sent or are idempotent. */
	readonly retries: 'off' | 'safe' | 'all';
	/** Idle upstream connections kept per worker; 0 turns keep-alive to the upstream off. */
	readonly upstreamKeepalive: number;
	/** Largest response header section accepted, status line and blank line included. */
	readonly responseHeaderBytes: number;
	readonly maxFails: number;
	readonly failTimeoutMs: number;
	/** Names of the upstreams in use (a subset of the topology's). */
	readonly upstreams: readonly string[];
}

export interface GatewayPlan {
	readonly name: string;
	/** Image reference given by the user, or null for the harness's own. */
	readonly image: string | null;
	readonly options: GatewayOptions;
	/** `default` is the rendered config; another label is a user's file with its text. */
	readonly config: {readonly label: string; readonly file: string | null; readonly text: string; readonly hash: string};
	readonly port: number;
	/** For each neutral cause: what a client of this gateway gets. */
	readonly semantics: Partial<Record<Cause, readonly GatewayAnswer[]>>;
}

/** A status, or an outcome without one. */
export type GatewayAnswer = number | Outcome;

export interface LoadPlan {
	readonly ratePerSecond: number;
	readonly arrivals: 'uniform' | 'poisson';
	readonly postShare: number;
	readonly timeoutMs: {readonly connect: number; readonly firstByte: number; readonly body: number};
	/** `reuse` keep-alive connections, `fresh` one per request, or a share of fresh ones between 0 and 1. */
	readonly connections: 'reuse' | 'fresh' | number;
	readonly preopen: number;
	readonly maxInFlight: number;
	readonly path: string;
	readonly bodyBytes: number;
}

export interface PhasesPlan {
	readonly warmupMs: number;
	readonly baselineMs: number;
	readonly faultMs: number;
	readonly recoveryMs: number;
}

export interface FaultPlan {
	readonly kind: string;
	readonly options: Readonly<Record<string, unknown>>;
	readonly describe: string;
}

/** One cell of the matrix scenario × gateway × config × repeat. */
export interface RunPlan {
	/** Unique within the report: `upstream-killed.nginx.default.1`. */
	readonly id: string;
	readonly scenario: string;
	readonly title: string;
	readonly file: string;
	readonly tags: readonly string[];
	readonly gateway: GatewayPlan;
	readonly upstreams: readonly UpstreamPlan[];
	readonly load: LoadPlan;
	readonly capacityProbe: {readonly durationMs: number; readonly connections: number} | null;
	readonly phases: PhasesPlan;
	/** Null where the scenario has no fault. `steady` only. */
	readonly fault: FaultPlan | null;
	/** `withheld`: everything but the injection; `wrong`: another fault than the scenario's. */
	readonly mode: 'as-written' | 'withheld' | 'wrong';
	readonly expectations: readonly ResolvedExpectation[];
	/** Names of expectations that must fail when the fault is withheld. */
	readonly sensitive: readonly string[];
	readonly repeat: number;
	readonly seed: number;
	/** The line that repeats this run. */
	readonly repro: string;
}
