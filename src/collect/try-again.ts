// Tries something until it succeeds, an error is final, or the pauses are used up.
import {setTimeout as wait} from 'node:timers/promises';

export interface Tries {
	/** Waits between tries. Default: 1, 2, 4, 8 and 16 s. */
	readonly pausesMs?: readonly number[];
	readonly signal: AbortSignal;
	/** Another try would change nothing. */
	readonly isFinal: (error: unknown) => boolean;
}

const usualPausesMs = [1000, 2000, 4000, 8000, 16_000];

/** Rejects with the error of the last try. */
export async function tryAgain<Value>(attempt: () => Promise<Value>, {pausesMs = usualPausesMs, signal, isFinal}: Tries): Promise<Value> {
	for (const pauseMs of pausesMs) {
		try {
			return await attempt();
		} catch (error) {
			signal.throwIfAborted();
			if (isFinal(error)) throw error;
			await wait(pauseMs, undefined, {signal});
		}
	}

	return await attempt();
}

/** `fetch` says only that it failed; why stands in the cause. */
export function wordsOf(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	return error.cause instanceof Error && error.cause.message !== '' ? error.cause.message : error.message;
}
