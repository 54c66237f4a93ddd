// What a part's supervisor or observer saw of processes and ports, on the timeline, and bounded waits for the next such event.
import {GatequakeError} from '../error.ts';
import type {Instant, ProcessEvent} from '../timeline/timeline.ts';
import type {LineChannel} from './line-channel.ts';
import type {TimelineClock} from './topology.ts';

export interface ProcessWatch {
	readonly events: readonly ProcessEvent[];
	/** Takes in the events of a (new) channel. */
	follow(channel: LineChannel): void;
	/** The first event of that kind that happened after an instant, whether it was seen already or not. @throws GatequakeError `NOT_SEEN`. */
	waitFor(what: ProcessEvent['what'], sinceMs: number, timeoutMs: number): Promise<ProcessEvent>;
	last(what: ProcessEvent['what']): Instant | null;
}

export function watchProcesses(part: string, clock: TimelineClock): ProcessWatch {
	const events: ProcessEvent[] = [];
	const waiters = new Set<(event: ProcessEvent) => void>();

	const follow = (channel: LineChannel) => {
		channel.onEvent(({what, fromMonoMs, toMonoMs, pid, signal, exitCode}) => {
			const event: ProcessEvent = {
				kind: 'process',
				part,
				what,
				atMs: clock.fromMonoMs((fromMonoMs + toMonoMs) / 2),
				uncertaintyMs: (toMonoMs - fromMonoMs) / 2,
				...(pid === undefined ? {} : {pid}),
				...(signal === undefined ? {} : {signal}),
				...(exitCode === undefined ? {} : {exitCode}),
			};
			events.push(event);
			for (const waiter of waiters) {
				waiter(event);
			}
		});
	};

	return {
		events,
		follow,
		async waitFor(what, sinceMs, timeoutMs) {
			const fits = (event: ProcessEvent) => event.what === what && event.atMs + event.uncertaintyMs >= sinceMs;
			const seen = events.find(fits);
			if (seen !== undefined) {
				return seen;
			}

			const next = Promise.withResolvers<ProcessEvent>();
			const waiter = (event: ProcessEvent) => {
				if (fits(event)) {
					next.resolve(event);
				}
			};

			waiters.add(waiter);
			const timer = setTimeout(() => {
				next.reject(new GatequakeError(`waited ${timeoutMs} ms for \`${what}\` of ${part}, and it did not come`, {code: 'NOT_SEEN'}));
			}, timeoutMs);
			try {
				return await next.promise;
			} finally {
				clearTimeout(timer);
				waiters.delete(waiter);
			}
		},
		last(what) {
			const event = events.findLast((candidate) => candidate.what === what);
			return event === undefined ? null : {atMs: event.atMs, uncertaintyMs: event.uncertaintyMs};
		},
	};
}
