// An upstream is an app server under a supervisor (PID 1). The supervisor speaks one JSON object a line on its standard input and output.
// The app journals every request to a file that survives SIGKILL. This file is the protocol between harness, supervisor, app and journal.

/** Where an app keeps what it commits, if it is given such a place: a file system in memory, or on the engine host's disk. */
export const dataFolder = '/var/lib/gatequake';

/** What an app that has no flaw is given in its environment, and refuses to start without. */
export const databaseVariable = 'DATABASE_URL';

/**
 * What is wrong with a version of the app; it shows at each start.
 * - `missing-variable`: it is not given `DATABASE_URL`, says so, and exits with 1. - `missing-package`: it imports a package that is not there.
 * - `failed-migration`: it works for `afterMs`, says that the migration failed, and exits with 1, all before it listens.
 * - `loopback`: it listens on 127.0.0.1 only, and serves nobody but its own host.
 * - `crash`: it listens, serves, and `afterMs` after its start ends by an uncaught exception, or by the signal that it sends itself.
 */
export type Flaw =
	| {readonly is: 'missing-variable'}
	| {readonly is: 'missing-package'}
	| {readonly is: 'loopback'}
	| {readonly is: 'failed-migration'; readonly afterMs: number}
	| {readonly is: 'crash'; readonly afterMs: number; readonly by: 'exception' | 'SIGSEGV' | 'SIGABRT'};

/** Path of the journal inside an app container; lines are `JournalLine`s, one JSON object each, appended with one write(2) a line. */
export const journalPath = '/var/log/gatequake/journal.ndjson';

/** Header with the request id, client → gateway → app. It also travels in the query string (`gq=<id>`), which gateways print in error logs. */
export const requestIdHeader = 'x-gatequake-id';
/** Header with the key of a keyed POST. Committed once per arrival. */
export const keyHeader = 'x-gatequake-key';
/** Answer headers of every upstream: its name, and length and CRC-32 (8 hex digits) of the whole body. */
export const appHeader = 'x-gatequake-app';
export const lengthHeader = 'x-gatequake-length';
export const checksumHeader = 'x-gatequake-crc32';

/**
 * How an app treats requests from now on. `share` of requests (by request id, deterministic) is treated so, the others are answered normally.
 * `methods` narrows it. Every treated request gets a `faulted` line in the journal with `detail` = the behaviour's `do`.
 *
 * By both apps (`node`, `bytes`):
 * - `slow-first-byte`: waits `delayMs` before the first byte. - `hang`: never answers (`after: 'request'`), or sends headers and part of the body and then nothing (`after: 'headers'`).
 * - `drip`: sends the body in pieces of one byte, `intervalMs` apart. - `status`: answers with `status` itself.
 * - `refuse-host`: answers with `status` where the request's Host, without its port, is none of `hosts`.
 * - `headers`: pads the answer so that its header section has exactly `headerBytes` bytes. - `block`: blocks the event loop for `durationMs` once.
 * - `probe-status`: answers requests without an id, as gateways send them to see whether it is well, with `status`; all others as ever.
 * By `bytes` only:
 * - `reset`: RST, `when: 'accept' | 'request' | 'commit' | 'body'` (on accept; when the request is read; after committing a POST; in mid-body, after what was sent has been acknowledged and 50 ms more).
 * - `close`: FIN instead of an answer (`after: 'request'`), or after an informational 103 (`after: 'hints'`).
 * - `cut`: states the full length, sends half of the body, then closes by `by: 'fin' | 'rst'`; `framing: 'length' | 'chunked'`.
 * - `close-reused`: RST instead of an answer to any request but the first of its connection: the app closed it as the request came.
 * - `malformed`: a whole answer with one thing wrong (`wrong`), then FIN. - `stop-reading`: reads the request's head and nothing more.
 * - `raw`: sends `bytesBase64` as they are, then closes.
 */
export type Behaviour =
	| {readonly do: 'slow-first-byte'; readonly delayMs: number}
	| {readonly do: 'hang'; readonly after: 'request' | 'headers'}
	| {readonly do: 'drip'; readonly intervalMs: number}
	| {readonly do: 'status'; readonly status: number}
	| {readonly do: 'refuse-host'; readonly hosts: readonly string[]; readonly status: number}
	| {readonly do: 'headers'; readonly headerBytes: number}
	| {readonly do: 'block'; readonly durationMs: number}
	| {readonly do: 'probe-status'; readonly status: number}
	| {readonly do: 'reset'; readonly when: 'accept' | 'request' | 'commit' | 'body'}
	| {readonly do: 'close'; readonly after: 'request' | 'hints'}
	| {readonly do: 'close-reused'}
	| {readonly do: 'malformed'; readonly wrong: Wrong}
	| {readonly do: 'stop-reading'}
	| {readonly do: 'cut'; readonly by: 'fin' | 'rst'; readonly framing: 'length' | 'chunked'}
	| {readonly do: 'raw'; readonly bytesBase64: string};

/**
 * What is wrong with a malformed answer.
 * - `status-line`: letters where the code should be. - `header-without-colon`, `header-with-nul`: one header among good ones.
 * - `two-lengths`: Content-Length twice, one byte apart. - `length-and-chunked`: Content-Length beside Transfer-Encoding, the body in chunks.
 * - `chunk-size`: half of the body as a good chunk, then a size that is no number. - `not-http`: the greeting of another protocol.
 */
export const wrongs = [
	'status-line',
	'header-without-colon',
	'header-with-nul',
	'two-lengths',
	'length-and-chunked',
	'chunk-size',
	'not-http',
] as const;
export type Wrong = (typeof wrongs)[number];

export interface BehaviourOrder {
	readonly behaviour: Behaviour;
	readonly share: number;
	readonly methods: readonly string[] | null;
}

/** Harness → supervisor. Every command has a `seq`; its reply carries the same. */
export type SupervisorCommand = {readonly seq: number} & (
	| {readonly command: 'clock'}
	/** Sends the signal to the app. */
	| {readonly command: 'kill'; readonly signal: string; readonly restartAfterMs: RestartOrder}
	/** SIGTERM, and SIGKILL where the app has not ended `graceMs` later. */
	| {readonly command: 'stop'; readonly graceMs: number; readonly restartAfterMs: RestartOrder}
	/** What is wrong with the app from its next start on; null: nothing, and what has not shown in the running one will not. Replies when the app has taken it over. */
	| {readonly command: 'flaw'; readonly flaw: Flaw | null}
	/** Replies with an `AppInspection`. */
	| {readonly command: 'inspect'}
	/** Bounds the descriptors of the app to those that it holds, without connections, and so many more; null: what it was. Replies with `FileLimit`. */
	| {readonly command: 'limit-files'; readonly connections: number | null}
	/** Fills the file system of the app's data to its last byte, or empties it of that. Replies with `FilledData`. */
	| {readonly command: 'fill-data'; readonly filled: boolean}
	/** Starts the app if it is down (now, not after a pending delay). Replies when its port is open. */
	| {readonly command: 'start'}
	/** Null puts normal behaviour back for requests to come; what hangs, hangs on. Survives restarts of the app until taken back. Replies when the app has taken it over. */
	| {readonly command: 'behave'; readonly order: BehaviourOrder | null}
	/** The app leaks off-heap memory, touching every page, until the cgroup's OOM killer ends it. With `loop` it leaks again after each restart. */
	| {readonly command: 'leak'; readonly bytesPerSecond: number; readonly loop: boolean}
	| {readonly command: 'stop-leak'}
	/** Reads memory and CPU counters of the container's cgroup, v1 or v2. */
	| {readonly command: 'counters'}
	/** By network helpers: runs a program in their namespace to its end. Replies with a `RanProgram`, whatever its exit code. */
	| {readonly command: 'run'; readonly argv: readonly string[]; readonly input: string}
	/** By network helpers: holds the free TCP ports of a range, both ends included, and no others; null: none. Replies with `HeldPorts`. */
	| {readonly command: 'hold-ports'; readonly range: {readonly from: number; readonly to: number} | null}
	/** By link helpers: waits for the server beside them, and makes these links there. Replies with an `OpenedLinks`. */
	| {readonly command: 'open-links'; readonly links: readonly LinkRoute[]}
	/** By link helpers: changes these links, and reads the change back. Replies with a `ChangedLinks`. */
	| {readonly command: 'change-links'; readonly names: readonly string[]; readonly change: LinkChange}
	/** By link helpers: what the kernel counts in the network namespace of the server. Replies with a `LinkCounters`. */
	| {readonly command: 'link-counters'}
	/** By network helpers: holds so many connections to a port of their namespace, each with half of a request's head; null: none. Replies with `HeldPorts`. */
	| {readonly command: 'crowd'; readonly port: number; readonly clients: number}
	/** By network helpers: answers HTTP on a port as a service of no interest to the run; null: no more. Replies with `HeldPorts`, `held` being the requests answered so far. */
	| {readonly command: 'other-service'; readonly port: number | null}
	/** By network helpers: how the name service that they stand before behaves from now on; after `forMs` as it is. Replies with `HeldPorts`, `held` being the questions treated so far. */
	| {readonly command: 'name-service'; readonly habit: NameHabit; readonly forMs: number | null}
);

/** A proxy of the Toxiproxy: who asks at `port` is led to `to` (`app1:8080`). */
export interface LinkRoute {
	readonly name: string;
	readonly port: number;
	readonly to: string;
}

/** A link that is closed listens no more. It has one toxic of a type and a stream at most; what takes a change back is harmless where it is not. */
export type LinkChange = {readonly do: 'close' | 'open'} | {readonly do: 'add' | 'remove'; readonly toxic: LinkToxic};

/** In the words of Toxiproxy's own interface. */
export interface LinkToxic {
	readonly type: 'latency' | 'bandwidth' | 'slow_close' | 'timeout' | 'reset_peer' | 'slicer' | 'limit_data';
	/** `upstream`: what goes to the app; `downstream`: what comes from it. */
	readonly stream: 'upstream' | 'downstream';
	/** Share of the connections that it acts on. */
	readonly toxicity: number;
	readonly attributes: Readonly<Record<string, number>>;
}

export interface OpenedLinks {
	/** Of the server. */
	readonly version: string;
}

/** [fromMonoMs, toMonoMs] holds the change. */
export interface ChangedLinks {
	readonly fromMonoMs: number;
	readonly toMonoMs: number;
}

export interface LinkCounters {
	/** By name: `resets`, ... */
	readonly counters: Readonly<Record<string, number>>;
	/** The file that each was read from. */
	readonly sources: Readonly<Record<string, string>>;
}

/** A number: started again that long after the signal, whatever the restart policy. Null: stays down until `start`. `policy`: as after any other end. */
export type RestartOrder = number | null | 'policy';

/** What the kernel says of the app's process, in /proc. */
export interface AppInspection {
	/** Null where it is down. */
	readonly pid: number | null;
	/** `S (sleeping)`, `T (stopped)`, ... */
	readonly state: string;
	readonly descriptors: number;
	/** The soft limit. */
	readonly descriptorLimit: number;
	/** Connections that the kernel has accepted for this network namespace since its start. */
	readonly passiveOpens: number;
}

/** [fromMonoMs, toMonoMs] holds the instant of the change. */
export interface FileLimit extends AppInspection {
	readonly fromMonoMs: number;
	readonly toMonoMs: number;
}

/** [fromMonoMs, toMonoMs] holds the instant from which on nothing more could be written, or something again. */
export interface FilledData {
	readonly fromMonoMs: number;
	readonly toMonoMs: number;
	/** Of the whole file system. */
	readonly bytes: number;
	readonly freeBytes: number;
}

/**
 * How a name service behaves that a network helper stands before.
 * - `relay`: as it is. - `silent`: never answers. - `slow`: answers `delayMs` later. - `no-such-name`: answers that there is no such name.
 * - `stale`: answers what it first answered.
 */
export type NameHabit = {readonly as: 'relay' | 'silent' | 'no-such-name' | 'stale'} | {readonly as: 'slow'; readonly delayMs: number};

/** Of a network helper that stands before a name service: where questions are led to, and from where it asks. */
export const nameRelayPorts = {listens: 5301, asks: 5300} as const;

export interface HeldPorts {
	readonly fromMonoMs: number;
	readonly toMonoMs: number;
	readonly held: number;
}

/** [fromMonoMs, toMonoMs] holds whatever the program did. */
export interface RanProgram {
	readonly fromMonoMs: number;
	readonly toMonoMs: number;
	readonly exitCode: number;
	readonly stdout: string;
	readonly stderr: string;
}

/** Monotonic times are CLOCK_MONOTONIC in ms (process.hrtime), as in every container of the same engine host. */
export type SupervisorMessage =
	| {readonly type: 'hello'; readonly monoMs: number; readonly wallMs: number; readonly pid: number; readonly app: string}
	| {
			readonly type: 'reply';
			readonly seq: number;
			readonly ok: true;
			readonly monoMs: number;
			readonly data?: Readonly<Record<string, unknown>>;
	  }
	| {readonly type: 'reply'; readonly seq: number; readonly ok: false; readonly monoMs: number; readonly error: string}
	/** Pushed as it happens. [fromMonoMs, toMonoMs] holds the true instant. */
	| {
			readonly type: 'event';
			/** `gave-up`: the limit of starts was reached, and it stays down until it is started by hand. */
			readonly what: 'spawned' | 'signalled' | 'exited' | 'gave-up' | 'port-open' | 'port-closed';
			readonly fromMonoMs: number;
			readonly toMonoMs: number;
			readonly pid?: number;
			readonly signal?: string;
			readonly exitCode?: number;
	  };

/** One journal line. `t` is CLOCK_MONOTONIC in ms; `r` the request id; `s` the step; `k` the key; `c` the status; `d` the detail; `h` header bytes; `p` the app's pid. */
export interface JournalLine {
	readonly t: number;
	readonly r: number;
	readonly s: 'received' | 'committed' | 'answered' | 'faulted' | 'aborted';
	readonly k?: string;
	readonly c?: number;
	readonly d?: string;
	readonly h?: number;
	readonly p: number;
}

/** Environment of an app container. */
export const appEnvironment = {
	name: 'GATEQUAKE_APP_NAME',
	kind: 'GATEQUAKE_APP_KIND',
	port: 'GATEQUAKE_APP_PORT',
	serviceMs: 'GATEQUAKE_APP_SERVICE_MS',
	restart: 'GATEQUAKE_APP_RESTART',
	restartDelayMs: 'GATEQUAKE_APP_RESTART_DELAY_MS',
	restartMaxDelayMs: 'GATEQUAKE_APP_RESTART_MAX_DELAY_MS',
	restartSteps: 'GATEQUAKE_APP_RESTART_STEPS',
	startLimitBurst: 'GATEQUAKE_APP_START_LIMIT_BURST',
	startLimitIntervalMs: 'GATEQUAKE_APP_START_LIMIT_INTERVAL_MS',
	onTerm: 'GATEQUAKE_APP_ON_TERM',
	dataFolder: 'GATEQUAKE_APP_DATA_FOLDER',
	idleTimeoutMs: 'GATEQUAKE_APP_IDLE_TIMEOUT_MS',
	backlog: 'GATEQUAKE_APP_BACKLOG',
} as const;
