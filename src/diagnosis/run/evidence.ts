// What rules may know of a run: the words of gateway and apps, the engine, the kernel, and what clients got. The fault is not in it, nor is
// anything that follows from it: no scenario, no marks of its injection, no signals that the harness sent, no counters that its own tools
// keep, and no journal lines in which an app says that it misbehaves on purpose. So a diagnosis cannot use them.
import type {Ledger, WindowSpan} from '../../expectations/facts.ts';
import type {GatewayPlan, UpstreamPlan} from '../../scenario/plan.ts';
import type {SampleSet} from '../../timeline/sample.ts';
import type {
	AccessEvent,
	ContainerEvent,
	CounterEvent,
	GatewayLogEvent,
	JournalEvent,
	ProcessEvent,
	ServerLogEvent,
} from '../../timeline/timeline.ts';
import type {AppLife} from './lives.ts';
import type {Trouble} from './trouble.ts';

export type EvidenceEvent = ContainerEvent | ProcessEvent | JournalEvent | AccessEvent | GatewayLogEvent | ServerLogEvent | CounterEvent;

/** What an administrator knows of an app: how it was set up, and not what it can be ordered to do. */
export type UpstreamFacts = Pick<
	UpstreamPlan,
	'name' | 'protocol' | 'listen' | 'port' | 'workers' | 'requestTimeoutMs' | 'memoryBytes' | 'serviceMs' | 'idleTimeoutMs' | 'backlog'
> & {
	/** Where its container was when the load began, as the engine had it; null where nobody asked. */
	readonly address: string | null;
};

export interface RunEvidence {
	readonly gateway: Pick<GatewayPlan, 'name' | 'options' | 'endpoints' | 'lacks'>;
	readonly upstreams: readonly UpstreamFacts[];
	/** How long clients wait for the first byte. */
	readonly clientPatienceMs: number;
	/** Of POSTs. */
	readonly requestBodyBytes: number;
	/** From the start of the baseline to the end of the load: what happens before and after is set-up and teardown. */
	readonly span: WindowSpan;
	/** A time in which all was well: the baseline. */
	readonly calm: WindowSpan;
	/** Within the span, and in order of time. */
	readonly events: readonly EvidenceEvent[];
	readonly samples: SampleSet;
	/** By row: 1 where the request was good. */
	readonly good: Uint8Array;
	readonly ledger: Ledger;
	/** Of the apps' processes, by the events. */
	readonly lives: readonly AppLife[];
	/** Requests that failed, were tried again by the gateway, or took much longer than in the calm. In order of due time. */
	readonly troubles: readonly Trouble[];
}
