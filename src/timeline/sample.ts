// One Sample per intended request, and one per further try of a client that tries again: when it was due, what was sent, what came back, and whether what came back was true.
// Samples are kept as columns, so that a million of them stay small; `SampleSet` is the only way the judging half sees them.

/**
 * What one client experienced, beyond the status. Only `status` carries an answer that is whole and unaltered.
 *
 * - `status`: a whole answer; look at the status column.
 * - `cut`: the headers came, the body ended early (by FIN or RST).
 * - `altered`: looks whole, and is not what the app sent (length or checksum differ).
 * - `empty-reply`: the connection was closed by FIN before any byte of an answer.
 * - `refused`, `unreachable`, `dns`, `tls`: the connection could not be made (ECONNREFUSED; EHOSTUNREACH or ENETUNREACH; name; handshake).
 * - `reset`: RST before the headers were complete (or while connecting, other than refused).
 * - `malformed`: bytes that are not HTTP.
 * - `timeout-connect`, `timeout-first-byte`, `timeout-body`: the client's own deadline passed in that phase.
 * - `unsent`: due, and not sent: the in-flight cap was reached or the generator had no descriptor or port. Never dropped in silence.
 */
export const outcomes = [
	'status',
	'cut',
	'altered',
	'empty-reply',
	'refused',
	'reset',
	'unreachable',
	'dns',
	'tls',
	'malformed',
	'timeout-connect',
	'timeout-first-byte',
	'timeout-body',
	'unsent',
] as const;
/** What became of a request, where a status does not say all: an answer that was cut, a refusal, a time-out. */
export type Outcome = (typeof outcomes)[number];

/** Bits of the `flags` column. */
export const sampleFlags = {
	/** The request was a keyed POST (otherwise a GET). */
	post: 1,
	/** It was sent on a connection that had already carried a request. With `reset` or `empty-reply` this is the keep-alive race. */
	reused: 2,
	/** The answer carried the app's own header: the app made it, not the gateway. */
	answeredByApp: 4,
} as const;

/** Value in a microsecond column for "this never happened". */
export const never = -1;

/**
 * The samples of one run, ordered by due time. All columns have `count` entries.
 * Microsecond columns are relative to the due time of the same row; `never` (-1) where the step was not reached.
 */
export interface SampleSet {
	readonly count: number;
	/** When request i was due: ms since the timeline's origin (may be fractional). */
	readonly dueMs: Float64Array;
	/** Request number; the request id on the wire, in journals and logs is this number in decimal. */
	readonly id: Uint32Array;
	/**
	 * Number of the first try of the same client request: `id` itself, or a smaller one where a client tried again. The key of a keyed POST
	 * goes by it. Without retrying clients this is the array `id`.
	 */
	readonly firstId: Uint32Array;
	/** Actual send, µs after due (0 or more; `never` for unsent). */
	readonly sentUs: Int32Array;
	/** First byte of the answer, µs after due. */
	readonly firstByteUs: Int32Array;
	/** End of the request whatever the outcome, µs after due. */
	readonly endUs: Int32Array;
	/** HTTP status, 0 where no status line came. A cut answer keeps its status. */
	readonly status: Uint16Array;
	/** Index into `outcomes`. */
	readonly outcome: Uint8Array;
	/** Bits of `sampleFlags`. */
	readonly flags: Uint8Array;
	/** Which upstream answered: 1 for app1, 2 for app2, ...; 0 where no app did. */
	readonly upstream: Uint8Array;
}

/** How the generator did, measured by itself. `late` = sent more than 5 ms after due. */
export interface GeneratorHealth {
	readonly intended: number;
	readonly sent: number;
	readonly unsent: number;
	readonly latePercent: number;
	readonly lateP50Ms: number;
	readonly lateP99Ms: number;
	readonly lateMaxMs: number;
	readonly peakInFlight: number;
	readonly connectionsOpened: number;
	/** CPU of the generator's process, percent of one core over the load. */
	readonly cpuPercent: number;
	/** Stretches without a send, longer than 20 ms beyond the period: [from, to] in ms since the timeline's origin. */
	readonly gaps: readonly (readonly [fromMs: number, toMs: number])[];
	/** Why the verdict is not `valid`: sentences. */
	readonly reasons: readonly string[];
	readonly verdict: 'valid' | 'suspect' | 'invalid';
	/** Each generator, where they stood on several machines. */
	readonly machines?: readonly GeneratorMachine[];
}

/** One generator of several on different machines: its share, and how its clock was put on the timeline. */
export interface GeneratorMachine {
	/** Its container's part: `loadgen`, `loadgen2`, ... */
	readonly name: string;
	/** As its engine was named; null where that is the run's own. */
	readonly engine: string | null;
	readonly intended: number;
	readonly sent: number;
	readonly latePercent: number;
	readonly lateP99Ms: number;
	readonly verdict: 'valid' | 'suspect' | 'invalid';
	/** Its beginning minus the first one's, ms, by what was known of the clocks at the end. */
	readonly startedApartMs: number;
	readonly clock: {
		/** Its clock minus that of the first one's machine, at the beginning. */
		readonly offsetMs: number;
		/** How much faster it ran, parts per million. */
		readonly driftPpm: number;
		/** The most that a sample of it can be off on the timeline; 0 where it shares the first one's clock. */
		readonly uncertaintyMs: number;
		/** How often it was compared. */
		readonly readings: number;
	};
}

/** What a closed loop (autocannon) did. No sample tells of it. */
export interface ClosedLoopResult {
	readonly connections: number;
	/** Requests sent. */
	readonly requests: number;
	/** Answered with 2xx. */
	readonly requestsPerSecond: number;
	/** Lost connections, other statuses, and requests without an answer. */
	readonly errors: number;
	/** False once a connection was lost: it then matches answers to the wrong requests. */
	readonly latencyTrusted: boolean;
	/** Null where it is not to be trusted. */
	readonly latencyP99Ms: number | null;
}
