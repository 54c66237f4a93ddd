// A request in an app, whatever speaks HTTP for it.
import type {Answer} from './answer.ts';
import type {WireBehaviour} from './behaviour.ts';

/** One request and the way to answer it. A method called after the client has gone does nothing. */
export interface Exchange {
	readonly method: string;
	/** Path and query. */
	readonly target: string;
	/** Null: not journaled, never treated. */
	readonly id: number | null;
	/** Key of a keyed POST. */
	readonly key: string | null;
	readonly wantsKeepAlive: boolean;
	/** Whether its connection had carried a request before; false in an app that breaks nothing off. */
	readonly reused: boolean;
	/** Host header. */
	readonly host: string;
	/** Head and body at once. */
	answer(answer: Answer): void;
	/** Head and the first bytes of the body. */
	begin(answer: Answer, bytes: Buffer): void;
	/** More of the body. */
	push(bytes: Buffer): void;
	/** After `begin`: the answer is complete. */
	finish(): void;
	/** Null in an app that cannot. */
	readonly breakOff: ((behaviour: WireBehaviour, answer: Answer) => void) | null;
	/** Called once: `answered` when all bytes were handed to the kernel, `aborted` when the client went away before. Not after `breakOff`. */
	onEnd(listener: (end: 'answered' | 'aborted') => void): void;
}
