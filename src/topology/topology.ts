// loadgen → gateway → upstreams, on a private network of its own. This file is what faults and the run see of a started one.
import type {GeneratorHealth, SampleSet, TimelineEvent, Instant} from '../timeline/timeline.ts';
import type {Runtime, RunningContainer} from '../runtime/runtime.ts';
import type {BehaviourOrder} from '../upstreams/upstream.ts';
import type {LiveSample} from '../faults/fault.ts';

/** Maps CLOCK_MONOTONIC of the engine host (ms) and wall time onto the timeline. */
export interface TimelineClock {
	readonly startedAt: string;
	fromMonoMs(monoMs: number): number;
	fromWallMs(wallMs: number): number;
	/** The harness's own now; the uncertainty is half the best round trip to the topology. */
	now(): Instant;
}

export interface RunningUpstream {
	readonly name: string;
	readonly container: RunningContainer;
	/** Process events so far, on the timeline. */
	events(): readonly TimelineEvent[];
	kill(signal: string, restartAfterMs: number | null): Promise<Instant>;
	/** Starts the app if it is down; gives the instant at which its port was seen open. */
	startApp(): Promise<Instant>;
	/** Waits for the port to be seen open at or after `sinceMs`. */
	waitForPort(state: 'open' | 'closed', sinceMs: number, timeoutMs: number): Promise<Instant>;
	/** Waits for the next process event of a kind after `sinceMs`. */
	waitForEvent(what: string, sinceMs: number, timeoutMs: number): Promise<TimelineEvent>;
	behave(order: BehaviourOrder | null): Promise<Instant>;
	leak(options: {readonly bytesPerSecond: number; readonly loop: boolean}): Promise<Instant>;
	stopLeak(): Promise<void>;
	counters(): Promise<Readonly<Record<string, number>>>;
	/** After the container was killed and started again: attaches to the new supervisor. */
	reattach(): Promise<Instant>;
}

export interface RunningGateway {
	readonly container: RunningContainer;
	readonly address: string;
	reload(upstreams: readonly string[] | null): Promise<void>;
	/** The gateway's listening socket, watched from its network namespace. */
	waitForPort(state: 'open' | 'closed', sinceMs: number, timeoutMs: number): Promise<Instant>;
	events(): readonly TimelineEvent[];
}

export interface RunningLoad {
	/** Counts of the last second by outcome word, for progress and for the baseline gate. */
	counts(): Readonly<Record<string, number>>;
	recent(): readonly LiveSample[];
	/** Stops the schedule, drains, and gives all samples. */
	stop(): Promise<{readonly samples: SampleSet; readonly health: GeneratorHealth}>;
}

export interface RunningTopology extends AsyncDisposable {
	readonly runtime: Runtime;
	readonly clock: TimelineClock;
	readonly gateway: RunningGateway;
	readonly upstreams: readonly RunningUpstream[];
	readonly loadgen: RunningContainer;
}
