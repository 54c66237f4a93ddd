// The protocol between the harness and the load generator's container, and the sample rows that it streams out.
// Frames on standard output: u32 length (little endian, of the payload), u8 type, payload. Type 1: JSON `GeneratorMessage`. Type 2: sample rows.
// Standard input: one JSON `GeneratorCommand` a line.
import type {LoadPlan, TlsPlan} from '../scenario/plan.ts';
import type {ClosedLoopResult, GeneratorHealth} from '../timeline/sample.ts';
import type {ReachOrder, Reached} from './reach-target.ts';
import type {GeneratorShare, WindowStarts} from './schedule.ts';

export const frameTypes = {message: 1, samples: 2} as const;

/** The whole load, whoever sends it. */
export interface LoadOrder {
	readonly load: LoadPlan;
	/** Name or address of the target; a name is resolved once, the address is dialled. */
	readonly host: string;
	readonly port: number;
	/** What requests name as their host. Default: the target, as clients write it. */
	readonly hostField?: string;
	/** Requests are prepared for at most this long; `stop` ends it earlier. Memory is fixed from it before the run. */
	readonly maxDurationMs: number;
	readonly seed: number;
}

/** What one generator has to do of it. */
export interface OpenLoopOrder extends LoadOrder {
	/** It sends requests `index`, `index + count`, ... of the schedule. Ids stay unique over all generators. */
	readonly share: GeneratorShare;
	/** Without a command for so long it ends itself: whoever ordered the load may be cut off from it. Default: never. */
	readonly silentForMs?: number;
}

/** What autocannon is aimed at. */
export interface ClosedLoopTarget {
	readonly host: string;
	readonly port: number;
	readonly path: string;
	readonly tls: TlsPlan | null;
	readonly connections: number;
}

export type GeneratorCommand = {readonly seq: number} & (
	| {readonly command: 'clock'}
	/** One request. Replies with what came of it. */
	| {readonly command: 'reach'; readonly order: ReachOrder}
	/** Resolves and pre-opens. Replies with the address. */
	| {readonly command: 'prepare'; readonly order: OpenLoopOrder}
	/** Starts the schedule at an instant (CLOCK_MONOTONIC, ms) that all generators are given, or as soon as it can. Replies with `t0MonoMs`. */
	| {readonly command: 'start'; readonly atMonoMs: number | null}
	/** Carries out the rate steps of the windows that have begun; the newest beginning must still be to come. */
	| {readonly command: 'windows'; readonly starts: WindowStarts}
	/** No request due after `atMonoMs` (now, if past or null) is sent; then it drains to the deadlines, and replies with the health. */
	| {readonly command: 'stop'; readonly atMonoMs: number | null}
	/** autocannon, closed loop, warmed up first. Replies with requests per second answered 2xx. */
	| ({readonly command: 'capacity'; readonly durationMs: number} & ClosedLoopTarget)
	/** autocannon, closed loop, until `desaturate` or for `mostMs`. Replies when it sends. */
	| ({readonly command: 'saturate'; readonly mostMs: number} & ClosedLoopTarget)
	/** Replies with what it was, when its sockets are gone. */
	| {readonly command: 'desaturate'}
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
	/** The due time of request 0. */
	readonly t0MonoMs?: number;
	readonly address?: string;
	readonly reached?: Reached;
	/** Gap instants in the health are ms since t0. */
	readonly health?: GeneratorHealth;
	readonly capacity?: ClosedLoopResult;
	readonly saturation?: ClosedLoopResult;
}
