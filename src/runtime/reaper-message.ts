// What a run says to its reaper and the reaper to the run: one JSON object a line.
import type {Undo} from './runtime.ts';

/** Run to reaper. Each is acknowledged by its `seq`, the goodbye by the reaper's end. */
export type ReaperOrder =
	| {readonly seq: number; readonly order: 'add'; readonly undo: Undo}
	/** Takes back the `add` with the number `of`. */
	| {readonly seq: number; readonly order: 'remove'; readonly of: number}
	/** The run has cleaned up behind itself; the reaper may go. */
	| {readonly order: 'goodbye'};

/** Reaper to run. Number 0 says that it listens. */
export interface ReaperAnswer {
	readonly done: number;
}
