// What a container shows of itself without being touched: its state, processes, memory, sockets, events and log.

export interface ContainerFacts {
	readonly id: string;
	readonly name: string;
	readonly image: string;
	readonly status: string;
	readonly running: boolean;
	readonly exitCode: number;
	readonly oomKilled: boolean;
	readonly restarts: number;
	/** ISO 8601. */
	readonly startedAt: string;
	readonly finishedAt: string;
	/** Of its own health check; null where it has none. */
	readonly health: string | null;
	/** On its networks. */
	readonly addresses: readonly string[];
	/** Folders that it shares: where it sees them, and where they are on the engine's machine. */
	readonly mounts: readonly {readonly destination: string; readonly source: string}[];
	/** Numbers of user and group of its last process, `33:33`: gateways work as another user than they start as. Null where it does not run. */
	readonly workerUser: string | null;
	/** Command lines; empty where it does not run. */
	readonly processes: readonly string[];
	/** Null where it does not run, or is not told. */
	readonly memory: {readonly usedBytes: number; readonly limitBytes: number; readonly failures: number} | null;
	/** Of the last hour, the oldest first: `die` with the exit code, `oom`, `restart`, … */
	readonly events: readonly {readonly action: string; readonly at: string; readonly exitCode: string | null}[];
	/** What it printed last, output and errors in one. */
	readonly log: Buffer;
	/** Null where nobody could look into its network namespace. */
	readonly namespace: NamespaceFacts | null;
}

export interface NamespaceFacts {
	readonly listening: readonly {readonly address: string; readonly port: number}[];
	readonly asked: readonly AskedUpstream[];
}

/** A request to an upstream from within the namespace. */
export interface AskedUpstream {
	readonly target: string;
	/** What its name leads to there; of a socket, its path with `unix:` before it. */
	readonly addresses: readonly string[];
	/** Null where no answer came. */
	readonly status: number | null;
	/**
	 * Code of what went wrong: `ECONNREFUSED`, `ENOTFOUND`, `TIMEOUT`, `CLOSED` (without an answer), `NO_HTTP`, `NO_FASTCGI`, `OVERLOADED`,
	 * `NOT_SHARED` (a socket in a file system that nobody else sees); null where an answer came.
	 */
	readonly error: string | null;
	readonly tookMs: number;
}
