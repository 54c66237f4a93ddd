// The history of a run while it grows: events as they come, and sentences about what went wrong in the harness itself.
import type {ContainerEvent, Instant, MarkName, TimelineEvent} from '../timeline/timeline.ts';
import type {StartedTopology} from '../topology/start-topology.ts';

export class History {
	readonly problems: string[] = [];
	readonly #events: TimelineEvent[] = [];

	mark(name: MarkName, {atMs, uncertaintyMs}: Instant, evidence?: string): void {
		this.#events.push({kind: 'mark', name, atMs, uncertaintyMs, ...(evidence === undefined ? {} : {evidence})});
	}

	add(events: readonly TimelineEvent[]): void {
		for (const event of events) {
			this.#events.push(event);
		}
	}

	/** When a mark was set; null where it was not yet. */
	markedMs(name: MarkName): number | null {
		return this.#events.find((event) => event.kind === 'mark' && event.name === name)?.atMs ?? null;
	}

	sorted(): readonly TimelineEvent[] {
		return this.#events.toSorted((a, b) => a.atMs - b.atMs);
	}
}

const containerActions = ['create', 'start', 'die', 'kill', 'oom', 'pause', 'unpause', 'stop', 'update', 'destroy'] as const;

/** What the engine reported, on the timeline. */
export function containerEvents(topology: StartedTopology): readonly ContainerEvent[] {
	return topology.engineEvents().flatMap(({part, action, wallMs, exitCode, signal, address}) => {
		const known = containerActions.find((candidate) => candidate === action);
		return known === undefined
			? []
			: [
					{
						kind: 'container' as const,
						part,
						action: known,
						atMs: topology.clock.fromWallMs(wallMs),
						uncertaintyMs: 10,
						...(exitCode === undefined ? {} : {exitCode}),
						...(signal === undefined ? {} : {signal}),
						...(address === undefined ? {} : {address}),
					},
				];
	});
}
