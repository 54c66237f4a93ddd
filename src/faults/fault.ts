// A fault is a value: a kind, its options, and how to inject it. A user's own fault is one file that exports such a value's maker.
import type {DatabasePlan, FaultNeeds, GatewayPlan, RunPlan, UpstreamPlan} from '../scenario/plan.ts';
import type {OptionProblem} from '../expectations/expectation.ts';
import type {SampleSet, TimelineEvent, Instant, Witness} from '../timeline/timeline.ts';
import type {RunningTopology} from '../topology/topology.ts';

/** What a fault acts with. */
export interface FaultContext {
	readonly plan: RunPlan;
	readonly topology: RunningTopology;
	/** Ends when the run is interrupted or its time is up. */
	readonly signal: AbortSignal;
	/** Now, on the timeline. */
	now(): Instant;
	/** Puts an event on the timeline (counters, port states). */
	record(event: TimelineEvent): void;
	/** Waits, no longer than the fault is armed or the run goes on. */
	pause(durationMs: number): Promise<void>;
	/** Outcomes of requests that have ended so far, newest last; for faults that steer by what clients see. */
	recentSamples(): readonly LiveSample[];
}

/** A request that has ended, while the run goes on. */
export interface LiveSample {
	readonly id: number;
	readonly status: number;
	readonly good: boolean;
	/** Number of the upstream that answered; 0 where none did. */
	readonly upstream: number;
	readonly dueAtMs: number;
	readonly endedAtMs: number;
}

/** A fault that was injected: it can be taken back, and tells how much traffic it met. */
export interface ArmedFault extends AsyncDisposable {
	/** When the effect was observed. */
	readonly effective: Instant;
	/** What the observation was, in a phrase: `app1 received SIGKILL`. */
	readonly evidence: string;
	/** Takes the fault back and gives the instant at which its end was observed. Idempotent: the second call gives the same instant. */
	clear(): Promise<Instant & {readonly evidence: string}>;
	/** How much traffic it met. Pure over what was collected. */
	witness(collected: Collected): Witness;
}

/** What a witness may look at. */
export interface Collected {
	readonly events: readonly TimelineEvent[];
	readonly samples: SampleSet;
}

/** A fault as a scenario has it: a value that does nothing until it is injected. */
export interface Fault {
	readonly kind: string;
	readonly options: Readonly<Record<string, unknown>>;
	/** One phrase for reports: `SIGKILL of the app on app1, restarted after 3000 ms`. */
	readonly describe: string;
	/** How fast it takes effect, and how fast its end shows after `clear()`. Asserted by the contract test. */
	readonly effect: {readonly withinMs: number; readonly goneWithinMs: number};
	/** Default: nothing. */
	readonly needs?: FaultNeeds;
	/** Problems with this topology, before anything is started: `reset needs the byte-level server`. */
	check(topology: {
		readonly upstreams: readonly UpstreamPlan[];
		readonly gateway: GatewayPlan;
		/** Default: none. */
		readonly database?: DatabasePlan | null;
	}): readonly OptionProblem[];
	inject(context: FaultContext): Promise<ArmedFault>;
}
