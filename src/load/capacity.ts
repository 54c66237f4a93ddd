// Capacity: how many requests per second the gateway can answer. Probed outside the open loop's windows.
import {ClosedLoop} from './closed-loop.ts';
import {OrderError} from './order-error.ts';
import type {ClosedLoopResult} from '../timeline/sample.ts';
import type {ClosedLoopTarget} from './load.ts';

/** Warms up for a quarter of the duration (at most a second), then measures. */
export async function probeCapacity(target: ClosedLoopTarget, durationMs: number): Promise<ClosedLoopResult> {
	if (durationMs < 1000) throw new OrderError('LOAD_ORDER', `expected durationMs of at least 1000, got ${durationMs}`);
	await (await ClosedLoop.start(target, Math.min(1000, durationMs / 4))).ended();
	return await (await ClosedLoop.start(target, durationMs)).ended();
}
