// A bounded wait that ends with the run's signal.
import {setTimeout as sleep} from 'node:timers/promises';

/** @throws the signal's reason when it is aborted. */
export async function pause(durationMs: number, signal: AbortSignal): Promise<void> {
	try {
		await sleep(Math.max(0, durationMs), undefined, {signal});
	} catch (error) {
		signal.throwIfAborted();
		throw error;
	}
}
