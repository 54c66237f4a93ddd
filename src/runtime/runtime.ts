// The border to the container engine: what the rest of Gatequake may ask of it. Only this folder imports testcontainers, dockerode
// or child_process. Whatever is started is disposable, twice, at any moment; every call has its own deadline.

import type {ResourceLimits} from './resource-limits.ts';

export type {ResourceLimits} from './resource-limits.ts';

/** What answers at the other end of the engine's socket. */
export interface EngineInfo {
	readonly name: string;
	readonly version: string;
	readonly apiVersion: string;
	readonly kernel: string;
	readonly cpus: number;
	readonly memoryBytes: number;
	readonly cgroup: 'v1' | 'v2';
	readonly storageDriver: string;
}

/** Images the harness builds, each a folder under docker/. */
export const imageNames = [
	'base',
	'base-next',
	'node',
	'loadgen',
	'app',
	'gunicorn',
	'gunicorn-app',
	'uwsgi',
	'uwsgi-app',
	'puma',
	'puma-app',
	'tomcat',
	'tomcat-app',
	'netfault',
	'php-fpm',
	'php-fpm-app',
	'toxiproxy',
	'pm2',
	'postgres',
	'pg',
	'tool',
	'nginx',
	'haproxy',
	'varnish',
	'envoy',
	'traefik',
	'httpd',
	'caddy',
] as const;
export type ImageName = (typeof imageNames)[number];

/** An image that is not shipped with Gatequake: a folder with a Dockerfile that starts `ARG PARENT` and `FROM ${PARENT}`. */
export interface OwnImage {
	readonly name: string;
	/** What it is built on. Default: a Debian. */
	readonly parent?: {readonly image: ImageName};
	/** Built on in its place where a registry answers. Default: none. */
	readonly official?: string;
	/** Absolute. */
	readonly folder: string;
}

export interface ImageInfo {
	readonly reference: string;
	readonly digest: string;
	readonly version: string;
}

export interface FileToPlace {
	readonly path: string;
	readonly content: string;
	readonly mode?: number;
}

export interface ContainerSpec {
	/** What this container is in the topology: `gateway`, `app1`, `loadgen`, ... Label, host name, and word in every message. */
	readonly part: string;
	readonly image: string;
	readonly command: readonly string[];
	/** Name or number of the user that it runs as. Default: the image's. */
	readonly user?: string;
	/** Network by `StartedNetwork.name`, with the aliases other parts use. Or the network namespace of another container. */
	readonly network:
		| {readonly name: string; readonly aliases: readonly string[]}
		| {readonly namespaceOf: Pick<RunningContainer, 'id'>}
		| null;
	/** Written into the container after create and before start. */
	readonly files?: readonly FileToPlace[];
	readonly env?: Readonly<Record<string, string>>;
	/** Opens standard input and output as the control channel; it is attached before the start, so that no line is lost. */
	readonly control?: boolean;
	readonly memoryBytes?: number;
	/** Relative CPU weight, 1024 is the engine's default. */
	readonly cpuShares?: number;
	readonly noFile?: number;
	/** Capabilities on top of none; all others are dropped. */
	readonly capabilities?: readonly string[];
	readonly sysctls?: Readonly<Record<string, string>>;
	/** Folders that are file systems of their own, in memory, by their size in bytes. */
	readonly memoryFolders?: Readonly<Record<string, number>>;
	/** Folders of the engine's host, by where they are seen in the container. */
	readonly hostFolders?: Readonly<Record<string, string>>;
	/** Folders on the disk of the engine's host instead of the container's own file system; removed with the container. */
	readonly volumes?: readonly string[];
	/** Volumes of the run by `StartedVolume.name`, and where each is mounted. */
	readonly mounts?: readonly {readonly volume: string; readonly path: string}[];
	/** How the harness knows that the part is ready. Given the started container; bounded by `readyTimeoutMs` (default 30 000). */
	readonly ready?: (container: RunningContainer, signal: AbortSignal) => Promise<void>;
	readonly readyTimeoutMs?: number;
}

/** Standard input and output of a container, attached for its whole life. Ends when the container ends or is disposed. */
export interface ControlChannel {
	send(text: string | Uint8Array): void;
	/** Called for each chunk of the container's standard output, in order. Chunks that came before the call are replayed. */
	onData(listener: (chunk: Buffer) => void): void;
	onEnd(listener: () => void): void;
}

export interface ContainerState {
	readonly running: boolean;
	readonly paused: boolean;
	readonly exitCode: number;
	readonly oomKilled: boolean;
	readonly pid: number;
	readonly address: string | null;
	readonly startedAt: string;
	readonly finishedAt: string;
	/** Of the processor, as `update()` would set them again. */
	readonly cpuLimits: ResourceLimits;
}

export interface RunningContainer extends AsyncDisposable {
	readonly id: string;
	readonly part: string;
	/** IPv4 address on the run's network; null where it has none of its own. */
	readonly address: string | null;
	/** The address of each start so far: a container may come back with another one. */
	readonly addresses: readonly (string | null)[];
	readonly control: ControlChannel | null;
	inspect(): Promise<ContainerState>;
	/** Sends a signal to PID 1 through the engine (40 to 120 ms; never take the call for the instant of the effect). */
	kill(signal: string): Promise<void>;
	/** Starts it again after it died. A `control` channel is attached anew. */
	start(): Promise<void>;
	stop(timeoutSeconds: number): Promise<void>;
	pause(): Promise<void>;
	unpause(): Promise<void>;
	update(limits: ResourceLimits): Promise<void>;
	exec(
		command: readonly string[],
		timeoutMs?: number,
	): Promise<{readonly exitCode: number; readonly stdout: string; readonly stderr: string}>;
	putFiles(files: readonly FileToPlace[]): Promise<void>;
	/** All regular files under a path, by path relative to it; works on a stopped container too. Empty where the path does not exist. */
	readFiles(path: string): Promise<ReadonlyMap<string, Buffer>>;
	/** Last lines of what it printed. */
	logs(tailLines: number): Promise<string>;
}

/** What the engine tells of a container that is none of ours. */
export interface ForeignFacts {
	readonly id: string;
	readonly name: string;
	readonly image: {readonly image: string; readonly digest: string; readonly version: string};
	readonly running: boolean;
	readonly paused: boolean;
	readonly startedAt: string;
	/** `host` where it lives in the network namespace of the engine's host. */
	readonly networkMode: string;
	readonly networks: readonly {readonly name: string; readonly id: string; readonly address: string; readonly aliases: readonly string[]}[];
	/** Ports of the engine's host that lead to its own. */
	readonly published: readonly {readonly port: number; readonly inside: number}[];
	/** Ports that its image names. */
	readonly exposed: readonly number[];
}

/** One that is driven for a run, and stays. */
export interface ForeignContainer {
	/** Disposing it does nothing. */
	readonly container: RunningContainer;
	/** As they were when it was attached. */
	readonly facts: ForeignFacts;
	/** As they are now. */
	look(): Promise<ForeignFacts>;
	/** @throws GatequakeError `NOT_RUNNING` with its exit code and what it said last. */
	mustRun(): Promise<void>;
	/** What it has printed from an instant on (ms since 1970); empty where its log driver keeps nothing that could be read. */
	logsSince(wallMs: number): Promise<string>;
	/** Counters of its cgroup, as the engine reads them. */
	counters(): Promise<{readonly throttledPeriods: number | null; readonly memoryFailures: number | null}>;
}

/** A compose project of this run's own. */
export interface StartedCompose extends AsyncDisposable {
	/** Ids of the containers, by part. */
	readonly containers: Readonly<Record<string, string>>;
}

export interface StartedNetwork extends AsyncDisposable {
	readonly name: string;
	readonly id: string;
}

/** A folder that containers of a run share. */
export interface StartedVolume extends AsyncDisposable {
	readonly name: string;
}

/** An engine event about a container of this run. `wallMs` is the engine's wall clock (ms since 1970, fractional). */
export interface EngineEvent {
	readonly part: string;
	readonly containerId: string;
	readonly action: string;
	readonly wallMs: number;
	readonly exitCode?: number;
	readonly signal?: string;
}

/**
 * How to take back what a fault did, as data: the reaper carries it out after a SIGKILL of the harness.
 * `container` is an id. Already gone or already undone is no error.
 */
export type Undo =
	| {readonly do: 'unpause'; readonly container: string}
	| {readonly do: 'start'; readonly container: string}
	| {readonly do: 'signal'; readonly container: string; readonly signal: string}
	| {readonly do: 'exec'; readonly container: string; readonly command: readonly string[]}
	| {readonly do: 'update'; readonly container: string; readonly limits: ResourceLimits}
	| {readonly do: 'connect'; readonly container: string; readonly network: string; readonly aliases: readonly string[]};

/** An undo that stands in the reaper's list until `done()` says that the harness itself has taken the fault back. */
export interface RecordedUndo {
	done(): Promise<void>;
}

export interface RuntimeOptions {
	/** Short, unique word of this run of the tool; in labels and names. Lower-case letters and digits. */
	readonly runId: string;
	/** Leave containers of failed topologies up: reaper and sweep respect the record. */
	readonly keep: boolean;
	/** Says what takes long (`building image app`). */
	readonly progress: (message: string) => void;
	readonly signal: AbortSignal;
}

/** What a container on another engine is: standard input and output are its control channel, and it stands on that engine's own network. */
export interface PlainContainer {
	readonly part: string;
	readonly image: string;
	readonly command: readonly string[];
	readonly cpuShares: number;
}

/** Another engine on which containers of a run stand. Disposing it removes everything there that carries the run's label. */
export interface OtherEngine extends AsyncDisposable {
	/** As the caller named it: an address, or a docker context. */
	readonly name: string;
	startContainer(container: PlainContainer): Promise<RunningContainer>;
	/** Of its bridge networks: an address in one of these is something else there than here. */
	subnets(): Promise<readonly {readonly network: string; readonly subnet: string}[]>;
	/** What still carries the run's label there, in words. */
	left(): Promise<readonly string[]>;
}

/** One run of the tool: its label, its anchor container, its reaper process. Disposing it removes everything that carries the label. */
export interface Runtime extends AsyncDisposable {
	readonly runId: string;
	readonly engine: EngineInfo;
	/** Makes sure that the image is there: the user's reference, else by content hash, built where it is missing. */
	ensureImage(image: ImageName | OwnImage, reference?: string | null): Promise<ImageInfo>;
	/** `open`: with a way out. Default: none. */
	createNetwork(label: string, way?: 'open'): Promise<StartedNetwork>;
	/** A container that is none of ours, by name or id, under the name of a part. @throws GatequakeError `NO_CONTAINER`, `NOT_RUNNING`. */
	attach(name: string, part: string): Promise<ForeignContainer>;
	/**
	 * Starts a compose file as a project of the run's own, by the compose tool of this machine. `services`: by part, those that are wanted.
	 * @throws GatequakeError `NO_COMPOSE`, `NO_SERVICE`, or `COMPOSE_FAILED` with the tool's own words.
	 */
	compose(file: string, services: Readonly<Record<string, string>>): Promise<StartedCompose>;
	createVolume(label: string): Promise<StartedVolume>;
	startContainer(spec: ContainerSpec): Promise<RunningContainer>;
	/** Events of this run's containers from now on. */
	onEvent(listener: (event: EngineEvent) => void): {dispose(): void};
	recordUndo(undo: Undo): Promise<RecordedUndo>;
	/** Carries out, newest first, what was recorded and has not been taken back: for what outlives the run's own containers. */
	takeBack(): Promise<void>;
	/** Marks everything of this run as kept (see `--keep`). */
	markKept(reason: string): Promise<void>;
	/** What still carries the run's label, in words; empty after a clean disposal. */
	left(): Promise<readonly string[]>;
	/**
	 * The same run on another engine, by its address or as a docker context, with a copy of `image` there. It is the caller's to dispose of.
	 * @throws GatequakeError with exit code 2: `NO_ENGINE`, `ENGINE_TOO_OLD`, `ENGINE_TWICE`, `ENGINE_OTHERWISE`, `IMAGE_NOT_COPIED`.
	 */
	openOther(name: string, image: ImageInfo): Promise<OtherEngine>;
}
