// What scenario files write. Each call is plain data; nothing is judged before the run is over and saved.
import type {CauseOptions} from './cause.ts';
import type {ErrorsOptions} from './errors.ts';
import type {ExitOptions} from './exit.ts';
import type {Expectation} from './expectation.ts';
import type {FailoverOptions} from './failover.ts';
import type {LatencyOptions} from './latency.ts';
import type {LedgerOptions} from './ledger.ts';
import type {ListeningOptions} from './listening.ts';
import type {NoErrorsOptions} from './no-errors.ts';
import type {OutageOptions} from './outage.ts';
import type {RecoveryOptions} from './recovery.ts';
import type {RetriesOptions} from './retries.ts';
import type {SloOptions} from './slo.ts';
import type {StatusOptions} from './status.ts';
import type {ThresholdOptions} from './threshold.ts';
import type {ThroughputOptions} from './throughput.ts';

/** Any expectation may have a name of its own; otherwise it is called by its kind. */
export interface Named {
	/** Unique in the scenario. */
	readonly name?: string;
}

/**
 * What must hold: each call is plain data for `expect` of a scenario, and is judged when the run is over.
 * @example expect.errors({cause: 'connection_refused', by: 'gateway', share: [0.99, 1]})
 */
export const expect = {
	/** A share of requests fails as this gateway answers a neutral cause, and its own log names that cause for them. */
	errors: (options: ErrorsOptions & Named) => expectation('errors', options),
	/** Every request is answered well, but for a stated allowance. */
	noErrors: (options: NoErrorsOptions & Named = {}) => expectation('noErrors', options),
	/** A share of requests gets this status or outcome, whatever the cause. */
	status: (options: StatusOptions & Named) => expectation('status', options),
	/** Among failed requests, the gateway's log names this cause. */
	cause: (options: CauseOptions & Named) => expectation('cause', options),
	/** The time in which clients were not served: it matches the fault, or has a stated count and length, or there is none. */
	outage: (options: OutageOptions & Named) => expectation('outage', options),
	/** How soon after the end of the fault the service is as good as before. */
	recovery: (options: RecoveryOptions & Named) => expectation('recovery', options),
	/** How long requests take, from the time they were due. */
	latency: (options: LatencyOptions & Named) => expectation('latency', options),
	/** Good answers per second against the baseline. */
	throughput: (options: ThroughputOptions & Named) => expectation('throughput', options),
	/** POSTs lost, committed twice, or committed although the client was told that they failed. */
	ledger: (options: LedgerOptions & Named) => expectation('ledger', options),
	/** Arrivals at apps per request. */
	retries: (options: RetriesOptions & Named) => expectation('retries', options),
	/** Named upstreams answer well for the one that failed. */
	failover: (options: FailoverOptions & Named) => expectation('failover', options),
	/** How few upstreams listened at once, at the worst moment. */
	listening: (options: ListeningOptions & Named) => expectation('listening', options),
	/** The size at which answers stop passing. */
	threshold: (options: ThresholdOptions & Named) => expectation('threshold', options),
	/** How an app's processes ended: wait status, how often, how soon. */
	exit: (options: ExitOptions & Named = {}) => expectation('exit', options),
	/** What the service promises, whichever status it was. */
	slo: (options: SloOptions & Named) => expectation('slo', options),
} as const;

function expectation(kind: string, named: Readonly<Record<string, unknown>> | (object & Named)): Expectation {
	const {name, ...options}: {name?: unknown} & Record<string, unknown> = {...named};
	return typeof name === 'string' ? {kind, name, options} : {kind, options: name === undefined ? options : {name, ...options}};
}
