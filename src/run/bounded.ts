// A fault may be anybody's code: waiting for it ends with a sentence, and with the run, whether it heeds the signal or not.
import {GatequakeError} from '../error.ts';

/** @throws GatequakeError `FAULT_TIMEOUT` after `withinMs`; the signal's reason when it is aborted. */
export async function bounded<Value>(
	work: Promise<Value>,
	{waitsFor, withinMs, signal}: {readonly waitsFor: string; readonly withinMs: number; readonly signal?: AbortSignal},
): Promise<Value> {
	const end = Promise.withResolvers<never>();
	const timer = setTimeout(() => {
		end.reject(new GatequakeError(`waited ${withinMs} ms ${waitsFor}, and it did not come`, {code: 'FAULT_TIMEOUT'}));
	}, withinMs);
	const onAbort = () => {
		end.reject(signal?.reason);
	};
	signal?.addEventListener('abort', onAbort, {once: true});
	if (signal?.aborted === true) {
		onAbort();
	}

	try {
		return await Promise.race([work, end.promise]);
	} finally {
		clearTimeout(timer);
		signal?.removeEventListener('abort', onAbort);
	}
}
