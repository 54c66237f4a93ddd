// The protocol between the harness and the load generator's container, and the sample rows that it streams out.
// Frames on standard output: u32 length (little endian, of the payload), u8 type, payload. Type 1: JSON `GeneratorMessage`. Type 2: sample rows.
// Standard input: one JSON `GeneratorCommand` a line.
import type {LoadPlan} from '../scenario/plan.ts';
import type {GeneratorHealth} from '../timeline/sample.ts';

export const frameTypes = {message: 1, samples: 2} as const;

export interface OpenLoopOrder {
	readonly load: LoadPlan;
	/** Name or address of the target; a name is resolved once, the address is dialled. */
	readonly host: string;
	readonly port: number;
	/** Requests are prepared for at most this long; `stop` ends it earlier. Memory is fixed from it before the run. */
	readonly maxDurationMs: number;
	readonly seed: number;
	readonly extras?: OpenLoopExtras;
}

/** What goes beyond a steady rate of plain clients. Everything is off unless it is given. */
export interface OpenLoopExtras {
	/** Changes of the rate, ascending by `atMs`; before the first one the plan's rate holds. */
	readonly rateSteps?: readonly RateStep[];
	/**
	 * Clients that try again after a failure (anything but a whole answer with a status below 500). A retry is a sample of its own, due when
	 * its back-off is over; its id is above all ids of the schedule, and a POST keeps the key of its first try.
	 */
	readonly retry?: RetryPolicy;
	/** Clients that send their request in pieces of one eighth, with pauses. */
	readonly slowClients?: {readonly share: number; readonly pauseMs: number};
	/** Clients that hang up `afterMs` after sending; they are counted as time-outs of the phase that they left in. */
	readonly leavingClients?: {readonly share: number; readonly afterMs: number};
	/** Speaks TLS to the target. */
	readonly tls?: TlsOptions;
	/** This generator sends requests `index`, `index + count`, ... of the schedule. Ids stay unique over all generators. */
	readonly share?: {readonly index: number; readonly count: number};
	/** Duration of the wait between resolving and request 0, in which connections are opened. Default: up to 2000 ms. */
	readonly preopenTimeoutMs?: number;
	/** t0 is not before this instant (CLOCK_MONOTONIC, ms), so that several generators start together. */
	readonly startAtMonoMs?: number;
}

export interface RateStep {
	/** Since t0. */
	readonly atMs: number;
	readonly ratePerSecond: number;
	/** The rate changes evenly over this time, from the rate before. Default 0: at once. */
	readonly rampMs?: number;
}

export interface RetryPolicy {
	/** Tries in all, the first one included. */
	readonly attempts: number;
	/** Wait before the second try. */
	readonly backoffMs: number;
	/** The wait grows by this factor with each try. Default 2. */
	readonly factor?: number;
	/** Retries are at most this share of first tries so far. Default: no limit. */
	readonly budgetShare?: number;
}

export interface TlsOptions {
	/** Name sent in the handshake (SNI) and checked against the certificate. */
	readonly serverName: string;
	/** PEM text of the authority to trust. Without it any certificate is taken: the load generator judges answers, not trust. */
	readonly ca?: string;
}

export type GeneratorCommand = {readonly seq: number} & (
	| {readonly command: 'clock'}
	/** Resolves, pre-opens, and starts the schedule. Replies with `t0MonoMs`, the due time of request 0. */
	| {readonly command: 'open-loop'; readonly order: OpenLoopOrder}
	/** No request due after `atMonoMs` (now, if past or null) is sent; then it drains to the deadlines, and replies with the health. */
	| {readonly command: 'stop'; readonly atMonoMs: number | null}
	/** autocannon, closed loop, warmed up first. Replies with requests per second answered 2xx. */
	| {
			readonly command: 'capacity';
			readonly host: string;
			readonly port: number;
			readonly path: string;
			readonly connections: number;
			readonly durationMs: number;
	  }
);

export type GeneratorMessage =
	| {readonly type: 'hello'; readonly monoMs: number; readonly wallMs: number}
	| {
			readonly type: 'reply';
			readonly seq: number;
			readonly ok: true;
			readonly monoMs: number;
			readonly wallMs: number;
			readonly data?: GeneratorReplyData;
	  }
	| {
			readonly type: 'reply';
			readonly seq: number;
			readonly ok: false;
			readonly monoMs: number;
			readonly wallMs: number;
			readonly error: string;
			readonly code: string;
	  };

export interface GeneratorReplyData {
	readonly t0MonoMs?: number;
	readonly address?: string;
	/** Gap instants in the health are ms since t0. */
	readonly health?: GeneratorHealth;
	readonly capacity?: {
		readonly requestsPerSecond: number;
		readonly latencyTrusted: boolean;
		readonly latencyP99Ms: number | null;
		readonly errors: number;
	};
}
