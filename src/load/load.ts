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
