// The history of one run, on one clock: everything the judging half may know. Written to disk before anything is judged.
import type {Cause} from './cause.ts';
import type {ClosedLoopResult, GeneratorHealth, SampleSet} from './sample.ts';
import type {RunPlan} from '../scenario/plan.ts';

export type {Cause} from './cause.ts';
export type {GeneratorHealth, Outcome, SampleSet} from './sample.ts';

/**
 * An instant: ms since the timeline's origin (`startedAt` of the run, by the engine host's monotonic clock), known to ± `uncertaintyMs`.
 * All containers of a run share the engine host's kernel and so its CLOCK_MONOTONIC.
 */
export interface Instant {
	readonly atMs: number;
	readonly uncertaintyMs: number;
}

/** The instants that cut a run into windows. `effective` ones are observed, `requested` ones are when the harness asked. */
export type MarkName =
	| 'load-started'
	| 'baseline-ended'
	| 'inject-requested'
	| 'inject-effective'
	| 'clear-requested'
	| 'clear-effective'
	| 'load-stopped';

export interface MarkEvent extends Instant {
	readonly kind: 'mark';
	readonly name: MarkName;
	readonly evidence?: string;
}

/** What the engine reported about one of the run's containers. */
export interface ContainerEvent extends Instant {
	readonly kind: 'container';
	readonly part: string;
	readonly action: 'create' | 'start' | 'die' | 'kill' | 'oom' | 'pause' | 'unpause' | 'stop' | 'update' | 'destroy';
	readonly exitCode?: number;
	readonly signal?: string;
	/** Of a `start`: where the engine says that the container is from then on. Absent where it was gone again before anybody asked. */
	readonly address?: string;
}

/**
 * What a supervisor (PID 1 of an app container) or an observer saw of a process and its listening socket.
 * `signalled` is the instant of the signal; `exited` carries the wait status (137 = SIGKILL);
 * `gave-up` says that a limit of starts was reached, and the process stays down; `port-closed` and `port-open` were read from the kernel's socket table.
 */
export interface ProcessEvent extends Instant {
	readonly kind: 'process';
	readonly part: string;
	readonly what: 'spawned' | 'signalled' | 'exited' | 'gave-up' | 'port-open' | 'port-closed';
	readonly pid?: number;
	readonly signal?: string;
	readonly exitCode?: number;
}

/**
 * One step of one request in an app, from its journal. `attempt` counts arrivals of the same request id at this app process group, from 1.
 * `faulted` is written when the app misbehaved for this request on purpose; `detail` then names how (`reset`, `cut`, `hang`, `slow`, ...).
 */
export interface JournalEvent extends Instant {
	readonly kind: 'journal';
	readonly part: string;
	readonly requestId: number;
	readonly step: 'received' | 'committed' | 'answered' | 'faulted' | 'aborted';
	/** Key of the keyed POST. */
	readonly key?: string;
	readonly status?: number;
	readonly detail?: string;
	/** Size of the response's header section as sent, status line and blank line included. */
	readonly headerBytes?: number;
}

/** A line of the gateway's access log, parsed. */
export interface AccessEvent extends Instant {
	readonly kind: 'access';
	/** Of a gateway behind the one under test: `inner1`. Absent: the one under test. */
	readonly part?: string;
	readonly requestId: number | null;
	readonly status: number;
	/** One entry per attempt. */
	readonly upstreamAddresses: readonly string[];
	/** What the upstream itself gave; null where it gave none, whatever the gateway made of that. */
	readonly upstreamStatuses: readonly (number | null)[];
	readonly durationMs: number | null;
	readonly worker: number | null;
}

/** A line of the gateway's error log, parsed. `cause` is null where the line names none; `lifecycle` where it tells of the gateway's own life. */
export interface GatewayLogEvent extends Instant {
	readonly kind: 'gateway-log';
	/** Of a gateway behind the one under test: `inner1`. Absent: the one under test. */
	readonly part?: string;
	readonly level: string;
	readonly raw: string;
	readonly requestId: number | null;
	readonly cause: Cause | null;
	readonly upstreamAddress: string | null;
	readonly lifecycle?: 'reloaded' | 'worker-started' | 'worker-exited' | 'worker-killed' | 'upstream-disabled' | 'connections-exhausted';
}

/** A line of an app server's own log, parsed. `meaning` is null where the line tells of nothing that has a word here. */
export interface ServerLogEvent extends Instant {
	readonly kind: 'server-log';
	readonly part: string;
	readonly level: string;
	readonly raw: string;
	readonly meaning: ServerMeaning | null;
	/** Of the process that the line is about. */
	readonly pid?: number;
}

/**
 * `workers-busy`: none was free, requests wait. `queue-full`: more came than may wait. `worker-started`, `worker-exited` by itself or as told,
 * `worker-killed` by a signal. `request-timeout`: one took too long, and the server ended it. `request-refused`: one was larger than it takes.
 * Of a database: `connections-exhausted`: it had no slot left for one more, by its own log or by an app's. `lock-wait`: a session waited long
 * for a lock. `pool-exhausted`: an app had no connection to it free in time.
 */
export type ServerMeaning =
	| 'started'
	| 'reloaded'
	| 'stopping'
	| 'workers-busy'
	| 'queue-full'
	| 'worker-started'
	| 'worker-exited'
	| 'worker-killed'
	| 'request-timeout'
	| 'request-refused'
	| 'connections-exhausted'
	| 'lock-wait'
	| 'pool-exhausted';

/** A number read from the kernel or a cgroup, such as `memory.oom_kill` or `iptables.packets`. */
export interface CounterEvent extends Instant {
	readonly kind: 'counter';
	readonly part: string;
	readonly name: string;
	readonly value: number;
	readonly source: string;
}

/** The time in which one part of a fault that has several was in effect; written at its end. */
export interface FaultPartEvent extends Instant {
	readonly kind: 'fault-part';
	/** Which part, and which turn of it: `parts[1], turn 2`. */
	readonly name: string;
	readonly describe: string;
	/** Its observed end. */
	readonly toMs: number;
	readonly evidence: string;
}

export type TimelineEvent =
	| MarkEvent
	| ContainerEvent
	| ProcessEvent
	| JournalEvent
	| AccessEvent
	| GatewayLogEvent
	| ServerLogEvent
	| CounterEvent
	| FaultPartEvent;

/** How much traffic the fault met. Zero makes the run inconclusive. */
export interface Witness {
	/** Number of requests, connections, packets or processes that met the fault. */
	readonly count: number;
	/** What was counted, in words: `requests reset by app1`. */
	readonly unit: string;
	readonly evidence: readonly string[];
}

/** What autocannon measured, closed loop, outside the windows. Requests per second answered with 2xx. */
export interface Capacity {
	readonly beforePerSecond: number | null;
	readonly afterPerSecond: number | null;
	readonly latencyTrusted: boolean;
}

/** The closed loop that kept the gateway busy beside the load. No sample tells of it. Instants are on the timeline. */
export type Saturation = ClosedLoopResult & {readonly fromMs: number; readonly toMs: number};

/** All that was seen of a run, on one clock: what is saved, and what is judged. */
export interface Timeline {
	readonly schemaVersion: 1;
	readonly plan: RunPlan;
	/** ISO 8601 wall time of the origin. */
	readonly startedAt: string;
	/** Ordered by atMs. */
	readonly events: readonly TimelineEvent[];
	readonly samples: SampleSet;
	readonly generator: GeneratorHealth | null;
	readonly witness: Witness | null;
	readonly capacity: Capacity | null;
	/** Null where nothing saturated the gateway. */
	readonly saturation: Saturation | null;
	/** Versions and digests of what ran, by part. */
	readonly parts: Readonly<Record<string, {readonly image: string; readonly digest: string; readonly version: string}>>;
	/** Sentences about what went wrong in the harness itself (unclean baseline, a step that threw). Not empty: inconclusive. */
	readonly problems: readonly string[];
	/** `gatewayMs` is the gateway's own start, from the start of its container to its open port; part of `upMs`. */
	readonly timings: {
		readonly upMs: number;
		readonly gatewayMs: number;
		readonly loadMs: number;
		readonly collectMs: number;
		readonly downMs: number;
	};
	readonly cleanup: {readonly ok: boolean; readonly left: readonly string[]};
}
