// loadgen → gateway → upstreams, on a private network of its own. This file is what faults and the run see of a started one.
import type {Instant, ProcessEvent, TimelineEvent} from '../timeline/timeline.ts';
import type {GatewayOptions} from '../scenario/plan.ts';
import type {EngineEvent, Runtime, RunningContainer} from '../runtime/runtime.ts';
import type {CgroupCounters} from '../upstreams/cgroup.ts';
import type {
	AppInspection,
	BehaviourOrder,
	DatabaseHold,
	FileLimit,
	FilledData,
	Flaw,
	HeldDatabase,
	LinkCounters,
	LinkChange,
	NameHabit,
	RestartOrder,
} from '../upstreams/upstream.ts';

/** Maps CLOCK_MONOTONIC of the engine host (ms) and wall time onto the timeline. */
export interface TimelineClock {
	readonly startedAt: string;
	fromMonoMs(monoMs: number): number;
	fromWallMs(wallMs: number): number;
	/** The harness's own now; the uncertainty is half the best round trip to the topology. */
	now(): Instant;
}

export interface RunningUpstream {
	readonly name: string;
	readonly container: RunningContainer;
	/** Where its app listens, if it does so on a port. */
	readonly port: number;
	/** All that it has, of every network that it is on: others see it under one of them. */
	addresses(): Promise<readonly string[]>;
	/** Connections to it that the kernel knows of, just ended ones among them. Null where the app's journal tells what reached it. */
	connections(): Promise<(Instant & {readonly value: number; readonly source: string}) | null>;
	/** Process events so far, on the timeline. */
	events(): readonly ProcessEvent[];
	kill(signal: string, restartAfterMs: RestartOrder): Promise<Instant>;
	/** SIGTERM, and SIGKILL where the app has not ended `graceMs` later. Gives the instant of the SIGTERM. */
	stop(graceMs: number, restartAfterMs: RestartOrder): Promise<Instant>;
	/** What is wrong with the app from its next start on; null takes back what has not shown yet. */
	setFlaw(flaw: Flaw | null): Promise<Instant>;
	/** What the kernel says of the app's process. */
	inspectApp(): Promise<AppInspection>;
	/** Bounds its descriptors to those it holds and so many connections more; null: what it was. */
	limitFiles(connections: number | null): Promise<Instant & FileLimit>;
	/** Fills the file system of its data, or frees it again. */
	fillData(filled: boolean): Promise<Instant & FilledData>;
	/** Sends a signal of which nothing is expected: to its first process, to one of its workers (another one each time), or to all of them. */
	signal(signal: string, to: 'first' | 'worker' | 'workers'): Promise<Instant & {readonly pids: readonly number[]}>;
	/** Sends its first process the signal by which its server reloads, or restarts hot. @throws GatequakeError `NO_RELOAD` where it cannot. */
	reload(how: 'reload' | 'hot-restart'): Promise<Instant>;
	/** Hides its Unix socket or shows it again; forbids to connect to it or allows it again. `connecting`: what the kernel then says to a client. */
	changeSocket(change: 'hide' | 'show' | 'deny' | 'allow'): Promise<Instant & {readonly connecting: string}>;
	/** Starts the app if it is down; done when its port is open. */
	startApp(): Promise<void>;
	/** Waits for the port to be seen open at or after `sinceMs`. */
	waitForPort(state: 'open' | 'closed', sinceMs: number, timeoutMs: number): Promise<Instant>;
	/** Waits for the next process event of a kind after `sinceMs`. */
	waitForEvent(what: ProcessEvent['what'], sinceMs: number, timeoutMs: number): Promise<ProcessEvent>;
	behave(order: BehaviourOrder | null): Promise<Instant>;
	leak(options: {readonly bytesPerSecond: number; readonly loop: boolean}): Promise<Instant>;
	stopLeak(): Promise<void>;
	/** Memory and CPU counters of its cgroup, and the files they were read from. */
	counters(): Promise<CgroupCounters>;
	/** Starts the killed container again, and gives the instant at which the app's port was seen open. */
	restartContainer(): Promise<Instant>;
}

/** What another config of the gateway has otherwise than the first one. */
export interface GatewayChange {
	readonly options?: Partial<GatewayOptions>;
	/** Ports at which it expects upstreams, by their names. */
	readonly ports?: Readonly<Record<string, number>>;
}

export interface RunningGateway {
	readonly container: RunningContainer;
	readonly address: string;
	/** All that it has, of every network that it is on: upstreams may see it under another one than clients. */
	addresses(): Promise<readonly string[]>;
	/** Puts the first config with these changes in place (a user's own config stays as it is), reloads, and gives the instant of the signal. */
	reload(change: GatewayChange): Promise<Instant>;
	/** The gateway's listening socket, watched from its network namespace. */
	waitForPort(state: 'open' | 'closed', sinceMs: number, timeoutMs: number): Promise<Instant>;
	events(): readonly ProcessEvent[];
	/** Whether its port was open when it was last looked at. */
	isServing(): boolean;
	/** Its worker processes, as the kernel has them now. Empty where it is one process, or down. */
	workers(): Promise<readonly GatewayWorker[]>;
	/** Sends a signal to one of them. */
	signalWorker(pid: number, signal: string): Promise<Instant>;
	/**
	 * A helper in its container takes memory until the kernel's OOM killer of its cgroup comes, whose first choice is the gateway's first
	 * process from now on. Does not wait for that.
	 */
	takeMemory(): Promise<void>;
}

export interface GatewayWorker {
	/** Within its container. */
	readonly pid: number;
	/** The kernel's letter: R runs, S sleeps, T is stopped. */
	readonly state: string;
	/** How often its threads gave the processor up because they had nothing to do: each request takes some. */
	readonly switches: number;
}

/** With NET_ADMIN in the network namespace of one part, and in no other. Rules that it sets there end with that namespace. */
export interface NetworkHelper {
	/** Whose namespace: `gateway`, `app1`, ... */
	readonly part: string;
	readonly container: RunningContainer;
	/**
	 * Runs a program there to its end, and gives the middle of the time that it took, and what it printed.
	 * @throws GatequakeError `COMMAND_FAILED` with its words where its exit code is not 0.
	 */
	run(order: {readonly argv: readonly string[]; readonly input?: string}): Promise<Instant & {readonly stdout: string}>;
	/** Holds so many connections to a port of that namespace, each with half of a request's head; null: none. Gives how many are there now. */
	crowd(order: {readonly port: number; readonly clients: number} | null): Promise<Instant & {readonly held: number}>;
	/** Answers HTTP on a port of that namespace as another service, with 200; null: no more. Gives how many requests it has answered so far. */
	otherService(port: number | null): Promise<Instant & {readonly held: number}>;
	/** How the name service of that namespace behaves from now on; after `forMs` as it is. Gives how many questions were treated so so far. */
	nameService(habit: NameHabit, forMs: number | null): Promise<Instant & {readonly held: number}>;
	/** Holds the free TCP ports of a range, both ends included, and no others; null: none. Gives how many, and when the last one was taken. */
	holdPorts(range: {readonly from: number; readonly to: number} | null): Promise<Instant & {readonly held: number}>;
}

/** What stands between the gateway and some of the upstreams: proxies of one Toxiproxy. */
export interface RunningLinks {
	/** Of the upstreams behind them. */
	readonly names: readonly string[];
	/** Of the server. */
	readonly version: string;
	/**
	 * Changes links, and gives the instant of the change, once it was read back.
	 * @throws GatequakeError `COMMAND_FAILED` where the server says no, says something else afterwards, or says nothing in time.
	 */
	change(names: readonly string[], change: LinkChange): Promise<Instant>;
	/** What the kernel counts in the network namespace of the server. */
	counters(): Promise<LinkCounters>;
}

/** The database behind the apps. */
export interface RunningDatabase {
	readonly container: RunningContainer;
	readonly version: string;
	/** Holds what the apps need of it; gives the instant from which on the database itself showed that. */
	hold(hold: DatabaseHold): Promise<Instant & HeldDatabase>;
	/** Gives it free again; harmless where nothing is held. */
	release(): Promise<Instant & HeldDatabase>;
}

/** As the engine calls it in its events. */
export type EngineAction = 'die' | 'pause' | 'unpause' | 'update';

export interface RunningTopology extends AsyncDisposable {
	readonly runtime: Runtime;
	readonly clock: TimelineClock;
	readonly gateway: RunningGateway;
	/** The gateways behind it, the outermost first. */
	readonly inner: readonly RunningGateway[];
	readonly upstreams: readonly RunningUpstream[];
	/** Of the parts that the fault's `needs` name. */
	readonly networkHelpers: readonly NetworkHelper[];
	/** Null where the plan has none. */
	readonly links: RunningLinks | null;
	/** Null where the plan has none. */
	readonly database: RunningDatabase | null;
	/** Does something to a container through the engine, and gives the instant at which the engine reported it as done. */
	reported(container: RunningContainer, action: EngineAction, act: () => Promise<void>): Promise<Instant>;
	/** SIGKILL through the engine; gives the instant at which the engine reported the end. */
	killContainer(container: RunningContainer): Promise<Instant>;
	/** Another service, of no interest to the run, gets the address of a part that is dead, and answers there with 200. */
	takeAddress(address: string, port: number): Promise<void>;
	/** What the engine has reported about this topology's containers so far; each start with the address that the container got. */
	engineEvents(): readonly (EngineEvent & {readonly address?: string})[];
	/** Everything the containers hold: journals, gateway logs, parsed, and the raw log files by name. */
	collect(): Promise<{readonly events: readonly TimelineEvent[]; readonly logs: ReadonlyMap<string, string>}>;
}
