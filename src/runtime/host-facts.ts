// What a plain Linux machine shows of a gateway and of the apps behind it, without being touched.
import type {AskedUpstream} from './container-facts.ts';

export interface HostFacts {
	readonly host: string;
	/** When it was looked at, ISO 8601. */
	readonly at: string;
	/** Kind of the gateway that was named, or whose processes were found; null: none. */
	readonly gateway: string | null;
	/** Of the gateway, and of whatever listens. */
	readonly processes: readonly HostProcess[];
	readonly sockets: readonly HostSocket[];
	/** Null where /proc/meminfo does not tell. */
	readonly memory: {readonly availableBytes: number; readonly totalBytes: number} | null;
	/** Null on a machine without systemd. */
	readonly units: readonly HostUnit[] | null;
	/** What the gateway itself tells of its config; null where it tells none. */
	readonly config: {readonly command: string; readonly text: string} | null;
	readonly logs: readonly HostLog[];
	readonly asked: readonly AskedUpstream[];
	/** What nobody let us see, and why. */
	readonly notSeen: readonly string[];
}

export interface HostProcess {
	readonly pid: number;
	readonly command: string;
	readonly isGateway: boolean;
	/** ISO 8601. */
	readonly startedAt: string;
	/** Of systemd: `app.service`; null where it is in none. */
	readonly unit: string | null;
	/** Null where we may not look. */
	readonly descriptors: {readonly open: number; readonly limit: number} | null;
}

/** It listens. */
export interface HostSocket {
	/** `127.0.0.1`, `::`, or `unix:/run/app.sock`. */
	readonly address: string;
	/** Null of a Unix socket. */
	readonly port: number | null;
	/** Null where we may not look, or it is another namespace's. */
	readonly pid: number | null;
}

export interface HostUnit {
	readonly id: string;
	/** `active`, `failed`, `activating`, … */
	readonly state: string;
	/** `running`, `auto-restart`, … */
	readonly subState: string;
	/** `success`, `exit-code`, `signal`, `oom-kill`, `start-limit-hit`, … */
	readonly result: string;
	readonly restarts: number;
	/** Of its last main process. */
	readonly exitStatus: number;
	readonly mainPid: number;
}

export interface HostLog {
	readonly name: string;
	readonly owner: 'gateway' | 'journal' | 'kernel';
	readonly content: Buffer;
}
