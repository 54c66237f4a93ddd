// Every call to the engine has a deadline of its own, and says in its error for what it waited.
import {GatequakeError} from '../error.ts';

/**
 * Waits for an engine call at most `deadlineMs`. `what` completes the sentence "the engine did not ...": `start container app1`.
 * Given a function, it passes a signal on to it which fires at the deadline and when `signal` fires; given a promise, only the wait ends.
 * Rejects with `ENGINE_TIMEOUT` at the deadline and with the signal's reason when it fires.
 */
export async function withDeadline<T>(
	operation: PromiseLike<T> | ((signal: AbortSignal) => PromiseLike<T>),
	deadlineMs: number,
	what: string,
	signal?: AbortSignal,
): Promise<T> {
	signal?.throwIfAborted();
	const controller = new AbortController();
	const stop = Promise.withResolvers<never>();
	const end = (reason: unknown): void => {
		stop.reject(reason);
		controller.abort(reason);
	};
	const timer = setTimeout(() => {
		end(
			new GatequakeError(`the engine did not ${what} within ${deadlineMs} ms`, {
				code: 'ENGINE_TIMEOUT',
				hint: 'look at the engine (`docker info`, `docker ps -a`) and at the machine: is it overloaded, or its disk full?',
			}),
		);
	}, deadlineMs);
	const onAbort = (): void => end(signal?.reason);
	signal?.addEventListener('abort', onAbort, {once: true});
	try {
		return await Promise.race([typeof operation === 'function' ? operation(controller.signal) : operation, stop.promise]);
	} finally {
		clearTimeout(timer);
		signal?.removeEventListener('abort', onAbort);
	}
}
