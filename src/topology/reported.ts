// Something done to a container through the engine, and when: between the asking and the engine's own report of it, which comes tens of ms late.
import {GatequakeError} from '../error.ts';
import type {RunningContainer, Runtime} from '../runtime/runtime.ts';
import type {Instant} from '../timeline/timeline.ts';
import type {EngineAction, TimelineClock} from './topology.ts';

export interface ReportedParts {
	readonly container: RunningContainer;
	readonly action: EngineAction;
	readonly act: () => Promise<void>;
	readonly runtime: Pick<Runtime, 'onEvent'>;
	readonly clock: TimelineClock;
}

const reportTimeoutMs = 10_000;

export async function reported({container, action, act, runtime, clock}: ReportedParts): Promise<Instant> {
	const asked = clock.now();
	const report = Promise.withResolvers<Instant>();
	// Its time may be up while the call to the engine is still under way.
	report.promise.catch(() => {});
	const subscription = runtime.onEvent((event) => {
		if (event.containerId === container.id && event.action === action) {
			const reportedMs = Math.max(asked.atMs, clock.fromWallMs(event.wallMs));
			report.resolve({atMs: (asked.atMs + reportedMs) / 2, uncertaintyMs: (reportedMs - asked.atMs) / 2 + asked.uncertaintyMs});
		}
	});
	const timer = setTimeout(() => {
		report.reject(
			new GatequakeError(`waited ${reportTimeoutMs} ms for the engine to report \`${action}\` of ${container.part}`, {code: 'NOT_SEEN'}),
		);
	}, reportTimeoutMs);
	try {
		await act();
		return await report.promise;
	} finally {
		clearTimeout(timer);
		subscription.dispose();
	}
}
