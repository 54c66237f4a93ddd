// An upstream's kind is data plus a log reader, as a gateway is: which image and command, what it speaks to the gateway, what it can be
// told, text of logs in, events out. Files in this folder start nothing and read no clock; the supervisor in the container starts and kills.
import type {ConfigFile, UpstreamPlan, UpstreamProtocol} from '../scenario/plan.ts';
import type {ServerLogEvent} from '../timeline/timeline.ts';
import type {Ability} from '../upstreams/upstream.ts';

/** Turns wall-clock times of logs into instants on the timeline. */
export interface ServerLogClock {
	fromWallMs(wallMs: number): number;
}

/** Options of an upstream that not every server knows. */
export type ServerOption = 'workers' | 'requestTimeoutMs' | 'graceMs' | 'idleTimeoutMs' | 'onTerm' | 'data' | 'pool' | 'tls';

/** Gives an upstream's kind back, frozen and typed. */
export function defineUpstream(kind: ServerKind): ServerKind {
	return Object.freeze(kind);
}

/** A kind of app server: how it is configured and started, what it can be asked to do, and how its log is read. It starts nothing itself. */
export interface ServerKind {
	/** As `UpstreamPlan.kind` has it. */
	readonly name: string;
	/** One phrase for `gatequake list`. */
	readonly summary: string;
	/** Its image, with the supervisor in it; the key of `--image`. */
	readonly image: string;
	/** Folder with the Dockerfile (`ARG PARENT`, `FROM ${PARENT}`: Node and the supervisor) of one that is not shipped with Gatequake; absolute. */
	readonly imageFolder?: string;
	/** What it speaks to the gateway. */
	readonly protocol: UpstreamProtocol;
	/** Where it can listen; the first is the default. */
	readonly listens: readonly UpstreamPlan['listen'][];
	/** What a FastCGI or uwsgi server is asked to run; null where there is no such thing. */
	readonly script: string | null;
	/** What its app can be ordered to do. */
	readonly abilities: readonly Ability[];
	/**
	 * How its app hears of orders. `file`: it reads the state's file at each request. `channel`: a Node program on the supervisor's IPC
	 * channel, which reads the file at its start, and then says when it has taken a change over, and when it listens.
	 */
	readonly orders: 'file' | 'channel';
	/** Options that it cannot be told, each with the reason: a scenario that sets one is refused. */
	readonly lacks: Partial<Record<ServerOption, string>>;
	/** Signal to its first process by which it starts anew without closing its socket; null where it cannot. */
	readonly reloadSignal: string | null;
	/** Signal by which its first process starts anew itself, and hands its socket on to itself; null where a reload is all it can, or is that already. */
	readonly hotRestartSignal: string | null;
	/** Capabilities that it needs inside its container. */
	readonly capabilities: readonly string[];
	/** Its configuration. */
	files(upstream: UpstreamPlan): readonly ConfigFile[];
	/** Its first process; in the foreground. The app's settings are in its environment, see `appEnvironment`. */
	command(upstream: UpstreamPlan): readonly string[];
	/** Log files by name relative to /var/log/gatequake, without the journal. Lines that cannot be read become events without a meaning. */
	readLogs(files: ReadonlyMap<string, string>, part: string, clock: ServerLogClock): readonly ServerLogEvent[];
}
