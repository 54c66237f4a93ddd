// An app server of a Plan: what it is, how it behaves when it is well, and what becomes of it when it ends.
import type {Ability, PoolSettings} from '../upstreams/upstream.ts';

/** An app server, with all defaults filled in: what it is, how it behaves when it is well, what becomes of it when it ends. */
export interface UpstreamPlan {
	/** `app1`, `app2`, ...: container part, network alias, and the number in the samples. */
	readonly name: string;
	/** `node`, `bytes`, ...: a row of the table in src/servers/servers.ts. */
	readonly kind: string;
	/** Its kind's. */
	readonly protocol: UpstreamProtocol;
	/** What its kind of app can be ordered to do. */
	readonly abilities: readonly Ability[];
	/** Whether it listens on its port or on a Unix socket, in a folder that it shares with the gateway. */
	readonly listen: 'tcp' | 'unix';
	/** Where it listens, unless it listens on a Unix socket. */
	readonly port: number;
	/** Processes, or threads, that serve requests at once; null for the server's own number. */
	readonly workers: number | null;
	/** A request that takes longer than this is ended by the server, with its worker; null: never. In whole seconds, for most. */
	readonly requestTimeoutMs: number | null;
	/** How long requests under way may take when the server is told to stop or to reload; null for the server's own patience. */
	readonly graceMs: number | null;
	/** Hard memory limit, swap included; null for none. */
	readonly memoryBytes: number | null;
	/** What the supervisor does when the app exits by itself or is killed (not by its own order). */
	readonly restart: RestartPlan;
	/** What the app does on SIGTERM: answers what it has begun and ends with 0 (`drain`), ends at once, or goes on. */
	readonly onTerm: 'drain' | 'die' | 'ignore';
	/** Where the app keeps what it commits, a record for each keyed POST, flushed before it is told; null: it keeps nothing. */
	readonly data: DataPlan | null;
	/** Its pool of connections to the topology's database; null: it asks none. */
	readonly pool: PoolSettings | null;
	/** PM2 is its process manager, with these options of its own, and `restart` counts for nothing; null: ours is. */
	readonly pm2: Pm2Plan | null;
	/** More names of it on the network. */
	readonly aliases: readonly string[];
	/** Time the app takes to answer a request when healthy. */
	readonly serviceMs: number;
	/** How long a kept-alive connection may be idle before the app closes it. */
	readonly idleTimeoutMs: number;
	/** Connections that the kernel accepts for the app before the app does: listen(2)'s backlog. */
	readonly backlog: number;
	/** The kernel's receive buffer of each of its connections; null for the kernel's own sizes. Small ones let a body get stuck on its way. */
	readonly receiveBufferBytes: number | null;
	/** It speaks TLS, with a certificate that is made for the run; null: it does not. */
	readonly tls: UpstreamTlsPlan | null;
}

export interface UpstreamTlsPlan {
	/** A client that does not say in its hello whom it wants is refused, as by a server of several sites. */
	readonly needsName: boolean;
}

/** What an app server speaks to the gateway. */
export type UpstreamProtocol = 'http' | 'fastcgi' | 'uwsgi';

/** systemd's rules: `Restart=`, `RestartSec=`, `RestartSteps=`, `RestartMaxDelaySec=`, `StartLimitBurst=`, `StartLimitIntervalSec=`. */
export interface RestartPlan {
	readonly policy: 'no' | 'on-success' | 'on-failure' | 'on-abnormal' | 'always';
	readonly delayMs: number;
	/** The longest delay, reached in `steps` restarts; null: the delay does not grow. */
	readonly maxDelayMs: number | null;
	readonly steps: number;
	/** After so many starts within the interval, the first one included, it stays down until it is started by hand; null: no limit. */
	readonly startLimit: {readonly burst: number; readonly intervalMs: number} | null;
}

/** PM2's own: `exp_backoff_restart_delay`, `max_restarts`, `min_uptime`. */
export interface Pm2Plan {
	/** The first delay; each further one is half as long again, up to 15 s. */
	readonly expBackoffRestartDelayMs: number;
	/** After so many ends in a row sooner than `minUptimeMs`, it gives up. */
	readonly maxRestarts: number;
	readonly minUptimeMs: number;
}

/** A file system of its own in memory, or the disk of the engine's host. */
export type DataPlan = {readonly on: 'memory'; readonly bytes: number} | {readonly on: 'disk'};
