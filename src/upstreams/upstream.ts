// An upstream is an app server under a supervisor (PID 1). The supervisor speaks one JSON object a line on its standard input and output.
// The app journals every request to a file that survives SIGKILL. This file is the protocol between harness, supervisor, app and journal.
import type {BehaviourOrder} from './behaviour-order.ts';
import type {DatabaseCommand} from './database-order.ts';
import type {Flaw} from './flaw.ts';

export {badCertificates, wrongs} from './behaviour-order.ts';
export type {BadCertificate, BadHandshake} from './behaviour-order.ts';
export type {Ability, Behaviour, BehaviourOrder, Wrong} from './behaviour-order.ts';
export {databaseName, databaseRoles, databaseUrl} from './database-order.ts';
export type {DatabaseHold, HeldDatabase, OpenedDatabase, PoolSettings} from './database-order.ts';
export {databaseVariable, requestBufferVariable} from './flaw.ts';
export type {Flaw} from './flaw.ts';

/** Where an app keeps what it commits, if it is given such a place: a file system in memory, or on the engine host's disk. */
export const dataFolder = '/var/lib/gatequake';

/** Path of the journal inside an app container; lines are `JournalLine`s, one JSON object each, appended with one write(2) a line. */
export const journalName = 'journal.ndjson';
/** Folder of the journal and of the server's own logs. */
export const appLogDirectory = '/var/log/gatequake';
export const journalPath = `${appLogDirectory}/${journalName}`;
/** What a Node app itself says, in the same folder. */
export const appLogName = 'app.log';

/** Where Unix sockets of a topology are, in the containers of the gateway and of the apps: a volume that they share. */
export const socketDirectory = '/run/gatequake';

/** Path of an app's Unix socket; null where it listens on a port. */
export function socketOf({name, listen}: {readonly name: string; readonly listen: 'tcp' | 'unix'}): string | null {
	return listen === 'unix' ? `${socketDirectory}/${name}.sock` : null;
}

/** Where an app container has the file with its `AppState`. */
export const statePath = '/run/gatequake-state.json';

/** Header with the request id, client → gateway → app. It also travels in the query string (`gq=<id>`), which gateways print in error logs. */
export const requestIdHeader = 'x-gatequake-id';
/** Header with the key of a keyed POST. Committed once per arrival. */
export const keyHeader = 'x-gatequake-key';
/** Answer headers of every upstream: its name, and length and CRC-32 (8 hex digits) of the whole body. */
export const appHeader = 'x-gatequake-app';
export const lengthHeader = 'x-gatequake-length';
export const checksumHeader = 'x-gatequake-crc32';

/** Folder in an app's container with its certificates. */
export const tlsFolder = '/etc/gatequake/tls';

/** Harness → supervisor. Every command has a `seq`; its reply carries the same. */
export type SupervisorCommand = {readonly seq: number} & (
	| {readonly command: 'clock'}
	/**
	 * Sends the signal to the app: to all its processes where it cannot be handled (SIGKILL) or pauses, else to the first one, which is to
	 * end the others. What is left of them when the first has ended is killed. With `restartAfterMs` it is started again that long after
	 * the signal, whatever the restart policy; null: stays down until `start`.
	 */
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
	/**
	 * Sends the signal and expects nothing of it, as an administrator's reload does, or as whatever ends a single worker.
	 * `first`: to the app's first process. `worker`: to one of its workers, another one each time. `workers`: to all of them.
	 * Replies with `SignalledProcesses`.
	 */
	| {readonly command: 'signal'; readonly signal: string; readonly to: 'first' | 'worker' | 'workers'}
	/**
	 * Of an app on a Unix socket. `hide`: its name is gone, as if it had been removed; `show`: it is there again.
	 * `deny`: nobody may connect to it (mode 0); `allow`: as it was. Twice is once. Replies with a `ChangedSocket`.
	 */
	| {readonly command: 'socket'; readonly change: 'hide' | 'show' | 'deny' | 'allow'}
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
	| DatabaseCommand
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

/** PM2's own options: `exp_backoff_restart_delay`, `max_restarts`, `min_uptime`. */
export interface Pm2Settings {
	/** The first delay; each further one is half as long again, up to 15 s. */
	readonly expBackoffRestartDelayMs: number;
	/** After so many ends in a row sooner than `minUptimeMs`, it gives up. */
	readonly maxRestarts: number;
	readonly minUptimeMs: number;
}

export interface HeldPorts {
	readonly fromMonoMs: number;
	readonly toMonoMs: number;
	readonly held: number;
}

export interface SignalledProcesses {
	readonly fromMonoMs: number;
	readonly toMonoMs: number;
	readonly pids: readonly number[];
}

/** [fromMonoMs, toMonoMs] holds the change. `connecting`: `connected`, or the error that the kernel gives to who connects then. */
export interface ChangedSocket {
	readonly fromMonoMs: number;
	readonly toMonoMs: number;
	readonly connecting: string;
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

/**
 * Environment of an app container. The app itself finds there `name`, `serviceMs`, `journal` and `state`; a program of its own that knows
 * no other way to be told also `port`, `socket`, `idleTimeoutMs` and `backlog`.
 */
export const appEnvironment = {
	name: 'GATEQUAKE_APP_NAME',
	kind: 'GATEQUAKE_APP_KIND',
	/** The first process: a JSON array of words. */
	command: 'GATEQUAKE_APP_COMMAND',
	/** `file` or `channel`. */
	orders: 'GATEQUAKE_APP_ORDERS',
	/** With commas between them. */
	abilities: 'GATEQUAKE_APP_ABILITIES',
	port: 'GATEQUAKE_APP_PORT',
	/** Path of the Unix socket; not set, or empty: it listens on the port. */
	socket: 'GATEQUAKE_APP_SOCKET',
	serviceMs: 'GATEQUAKE_APP_SERVICE_MS',
	restart: 'GATEQUAKE_APP_RESTART',
	restartDelayMs: 'GATEQUAKE_APP_RESTART_DELAY_MS',
	restartMaxDelayMs: 'GATEQUAKE_APP_RESTART_MAX_DELAY_MS',
	restartSteps: 'GATEQUAKE_APP_RESTART_STEPS',
	startLimitBurst: 'GATEQUAKE_APP_START_LIMIT_BURST',
	startLimitIntervalMs: 'GATEQUAKE_APP_START_LIMIT_INTERVAL_MS',
	onTerm: 'GATEQUAKE_APP_ON_TERM',
	dataFolder: 'GATEQUAKE_APP_DATA_FOLDER',
	/** `PoolSettings`, as JSON; not set: it asks no database. */
	pool: 'GATEQUAKE_APP_POOL',
	/** `Pm2Settings`, as JSON. */
	pm2: 'GATEQUAKE_PM2',
	idleTimeoutMs: 'GATEQUAKE_APP_IDLE_TIMEOUT_MS',
	backlog: 'GATEQUAKE_APP_BACKLOG',
	/** Path of the journal. */
	journal: 'GATEQUAKE_JOURNAL',
	/** Path of the file with the wanted `AppState`, as JSON; replaced whole when it changes. */
	state: 'GATEQUAKE_APP_STATE',
	tls: 'GATEQUAKE_APP_TLS',
} as const;
