// A running topology without containers, for faults: time passes only when a fault pauses, and a test says what parts answer.
import type {Collected, FaultContext, LiveSample} from '../../src/faults/fault.ts';
import type {RunPlan, UpstreamPlan} from '../../src/scenario/plan.ts';
import {servers} from '../../src/servers/servers.ts';
import type {Instant, ProcessEvent, TimelineEvent} from '../../src/timeline/timeline.ts';
import type {RunningGateway, RunningTopology, RunningUpstream} from '../../src/topology/topology.ts';
import type {ResourceLimits, RunningContainer, Undo} from '../../src/runtime/runtime.ts';
import type {CgroupCounters} from '../../src/upstreams/cgroup.ts';
import type {AppInspection, BehaviourOrder, LinkChange} from '../../src/upstreams/upstream.ts';
import {buildTimeline} from './timeline-builder.ts';

export interface FakeTopologyOptions {
	readonly upstreams?: readonly string[];
	/** Names of the first config's upstreams. Default: all. */
	readonly inUse?: readonly string[];
	/** What clients have seen by now. Called for each look. */
	readonly recentSamples?: (fake: FakeTopology) => readonly LiveSample[];
	readonly signal?: AbortSignal;
	/** Answers of `counters()`, first to last. */
	readonly oomKills?: readonly number[];
	/** What a program in a network namespace prints. Default: an empty JSON object. */
	readonly printed?: (argv: readonly string[]) => string;
	/** What the kernel counts where the links are, first to last. */
	readonly linkCounters?: Readonly<Record<string, number>>[];
	/** Of every container, as it has them. Default: none. */
	readonly cpuLimits?: ResourceLimits;
	/** Overrides of every upstream's methods. */
	readonly upstream?: Partial<RunningUpstream>;
	/** Overrides of the gateway's. */
	readonly gateway?: Partial<RunningGateway>;
}

export interface FakeTopology {
	readonly context: FaultContext;
	/** What was asked of parts, in order: `app1 kill SIGKILL`. */
	readonly calls: readonly string[];
	/** Recorded, whole. */
	readonly undos: readonly Undo[];
	/** Behaviours ordered so far, null for normal. */
	readonly orders: readonly (BehaviourOrder | null)[];
	readonly recorded: readonly TimelineEvent[];
	/** Programs run in network namespaces. */
	readonly ordered: readonly {readonly part: string; readonly argv: readonly string[]; readonly input: string}[];
	/** Changes of links. */
	readonly linked: readonly {readonly names: readonly string[]; readonly change: LinkChange}[];
	/** Since the timeline's origin. */
	nowMs(): number;
}

export function fakeTopology(options: FakeTopologyOptions = {}): FakeTopology {
	const names = options.upstreams ?? ['app1'];
	const calls: string[] = [];
	const undos: Undo[] = [];
	const orders: (BehaviourOrder | null)[] = [];
	const recorded: TimelineEvent[] = [];
	const linked: FakeTopology['linked'][number][] = [];
	const ordered: FakeTopology['ordered'][number][] = [];
	const kills = [...(options.oomKills ?? [])];
	const paused = new Set<string>();
	let stopped = false;
	let nowMs = 1000;
	/** Each call takes a millisecond. */
	const called = (what: string): Instant => {
		calls.push(what);
		nowMs += 1;
		return {atMs: nowMs, uncertaintyMs: 0.5};
	};

	const container = (part: string): RunningContainer => ({
		id: `id-of-${part}`,
		part,
		address: '172.20.0.2',
		addresses: ['172.20.0.2'],
		control: null,
		inspect: async () => ({
			running: true,
			paused: paused.has(part),
			exitCode: 0,
			oomKilled: false,
			pid: 7,
			address: null,
			addresses: [],
			startedAt: '',
			finishedAt: '',
			cpuLimits: options.cpuLimits ?? {cpuQuota: -1, cpuPeriod: 100_000},
		}),
		kill: async (signal) => void called(`${part} container kill ${signal}`),
		start: async () => void called(`${part} container start`),
		stop: async () => void called(`${part} container stop`),
		async pause() {
			paused.add(part);
			called(`${part} container pause`);
		},
		async unpause() {
			paused.delete(part);
			called(`${part} container unpause`);
		},
		update: async ({cpuQuota, nanoCpus}) => void called(`${part} container update ${cpuQuota ?? nanoCpus}`),
		exec: async () => ({exitCode: 0, stdout: '254:0\n', stderr: ''}),
		putFiles: notFaked,
		readFiles: notFaked,
		logs: notFaked,
		[Symbol.asyncDispose]: async () => {},
	});
	const upstream = (name: string): RunningUpstream => ({
		name,
		addresses: async () => ['172.20.0.2'],
		container: container(name),
		port: 8080,
		connections: async () => null,
		events: () => [],
		async kill(signal, restartAfterMs) {
			stopped = signal === 'SIGSTOP';
			return called(`${name} kill ${signal} ${restartAfterMs}`);
		},
		stop: async (graceMs, restartAfterMs) => called(`${name} stop ${graceMs} ${restartAfterMs}`),
		setFlaw: async (flaw) => called(`${name} flaw ${flaw?.is ?? 'none'}`),
		inspectApp: async () => inspection(stopped),
		limitFiles: async (connections) => ({...called(`${name} limit files ${connections}`), ...interval, ...inspection(false)}),
		fillData: async (filled) => ({
			...called(`${name} ${filled ? 'fill' : 'free'} data`),
			...interval,
			bytes: 8192,
			freeBytes: filled ? 0 : 8192,
		}),
		signal: async (signal, to) => ({...called(`${name} signal ${signal} ${to}`), pids: [7]}),
		reload: async (how) => called(`${name} ${how}`),
		changeSocket: async (change) => ({
			...called(`${name} socket ${change}`),
			connecting: {hide: 'ENOENT', deny: 'EACCES', show: 'connected', allow: 'connected'}[change],
		}),
		startApp: async () => void called(`${name} start`),
		waitForPort: async (state) => called(`${name} wait ${state}`),
		waitForEvent: async (what): Promise<ProcessEvent> => ({kind: 'process', part: name, what, ...called(`${name} wait ${what}`)}),
		async behave(order) {
			orders.push(order);
			return called(`${name} behave ${order?.behaviour.do ?? 'normal'}`);
		},
		leak: async ({bytesPerSecond, loop}) => called(`${name} leak ${bytesPerSecond} ${loop}`),
		stopLeak: async () => void called(`${name} stop-leak`),
		counters: async () => countersOf(kills.shift()),
		restartContainer: async () => called(`${name} restart container`),
		...options.upstream,
	});
	const interval = {fromMonoMs: 1001, toMonoMs: 1001} as const;
	const now = (): Instant => ({atMs: nowMs, uncertaintyMs: 0.5});
	const topology: RunningTopology = {
		runtime: {
			runId: 'fake',
			engine: {
				name: 'fake',
				version: '1',
				apiVersion: '1.41',
				kernel: 'fake',
				cpus: 2,
				memoryBytes: 1,
				cgroup: 'v1',
				storageDriver: 'fake',
			},
			ensureImage: notFaked,
			createNetwork: notFaked,
			createVolume: notFaked,
			attach: notFaked,
			compose: notFaked,
			startContainer: notFaked,
			onEvent: () => ({dispose() {}}),
			async recordUndo(undo) {
				calls.push(`undo ${undo.do} ${undo.container}`);
				undos.push(undo);
				return {done: async () => void calls.push(`undone ${undo.do}`)};
			},
			takeBack: async () => {},
			markKept: notFaked,
			openOther: async () => await Promise.reject(new Error('there is no other engine here')),
			left: async () => [],
			[Symbol.asyncDispose]: async () => {},
		},
		clock: {startedAt: '2026-11-21T03:30:00.000Z', fromMonoMs: (monoMs) => monoMs, fromWallMs: (wallMs) => wallMs, now},
		inner: [],
		gateway: {
			container: container('gateway'),
			address: '172.20.0.3',
			addresses: async () => ['172.20.0.3'],
			reload: async (change) => called(`gateway reload ${JSON.stringify(change)}`),
			waitForPort: async (state) => called(`gateway wait ${state}`),
			events: () => [],
			isServing: () => true,
			async workers() {
				// The second one does twice as much.
				const killed = calls.filter((call) => call.endsWith('SIGKILL') && call.startsWith('gateway worker')).length;
				return [1, 2 + killed].map((number) => ({pid: 10 + number, state: 'S', switches: number * nowMs}));
			},
			signalWorker: async (pid, signal) => called(`gateway worker ${pid} ${signal}`),
			takeMemory: async () => void called('gateway takes memory'),
			...options.gateway,
		},
		upstreams: names.map(upstream),
		networkHelpers: ['gateway', ...names].map((part) => ({
			part,
			container: container(`net-${part}`),
			async run({argv, input = ''}) {
				ordered.push({part, argv, input});
				return {...called(`${part} run ${argv.join(' ')}`), stdout: options.printed?.(argv) ?? '{}'};
			},
			crowd: async (order) => ({...called(`${part} crowd ${order?.clients ?? 0}`), held: order?.clients ?? 0}),
			otherService: async (port) => ({...called(`${part} other service ${port}`), held: 0}),
			nameService: async ({as}, forMs) => ({...called(`${part} name service ${as} ${forMs}`), held: 0}),
			async holdPorts(range) {
				const held = range === null ? 0 : range.to - range.from + 1;
				return {...called(`${part} hold ${held} ports`), held};
			},
		})),
		links: {
			names,
			version: '2.12.0',
			async change(wanted, change) {
				linked.push({names: wanted, change});
				return called(`${wanted.join(' ')} link ${change.do}`);
			},
			counters: async () => ({counters: options.linkCounters?.shift() ?? {}, sources: {resets: '/proc/net/snmp (OutRsts)'}}),
		},
		database: {
			container: container('database'),
			version: '17.6',
			hold: async (hold) => ({...called(`database hold ${hold}`), ...interval, held: 3, waiting: 0}),
			release: async () => ({...called('database release'), ...interval, held: 3, waiting: 2}),
		},
		async reported({part}, action, act) {
			await act();
			return called(`${part} reported ${action}`);
		},
		killContainer: async ({part}) => called(`${part} kill container`),
		takeAddress: async (address, port) => void called(`${address}:${port} taken`),
		engineEvents: () => [],
		collect: async () => ({events: [], logs: new Map()}),
		[Symbol.asyncDispose]: async () => {},
	};
	const signal = options.signal ?? new AbortController().signal;
	const fake: FakeTopology = {
		calls,
		undos,
		orders,
		recorded,
		ordered,
		linked,
		nowMs: () => nowMs,
		context: {
			plan: planWith(options.inUse ?? names),
			topology,
			signal,
			now,
			record: (event) => void recorded.push(event),
			async pause(durationMs) {
				signal.throwIfAborted();
				nowMs += durationMs;
				// Lets others have their turn, as a timer would.
				await new Promise((resolve) => {
					setImmediate(resolve);
				});
			},
			recentSamples: () => options.recentSamples?.(fake) ?? [],
		},
	};
	return fake;
}

/** What a witness looks at, with these events and no samples. */
export function collectedOf(events: readonly TimelineEvent[]): Collected {
	return {events, samples: buildTimeline({faultMs: 0, baselineMs: 0, recoveryMs: 0}).samples};
}

/** A request that reached an app, by its journal. */
export function received(part: string, atMs: number): TimelineEvent {
	return {kind: 'journal', part, atMs, uncertaintyMs: 0.1, requestId: 1, step: 'received'};
}

/** Upstreams of a plan, on defaults, for `check()`. */
export function upstreamPlans(
	kinds: readonly string[],
	memoryBytes: number | null = null,
	listen: UpstreamPlan['listen'] = 'tcp',
): readonly UpstreamPlan[] {
	return kinds.map((kind, index) => ({
		name: `app${index + 1}`,
		kind,
		protocol: servers[kind]?.protocol ?? 'http',
		abilities: servers[kind]?.abilities ?? [],
		listen,
		port: 8080,
		memoryBytes,
		// What some faults need.
		restart: {policy: 'always', delayMs: 0, maxDelayMs: null, steps: 0, startLimit: null},
		onTerm: 'drain',
		pm2: null,
		data: {on: 'memory', bytes: 8 * 1024 * 1024},
		pool: {connections: 5, waitMs: 500, reuse: false},
		serviceMs: 0,
		idleTimeoutMs: 75_000,
		// Small enough for a fault that fills it.
		backlog: 16,
		receiveBufferBytes: null,
		workers: null,
		requestTimeoutMs: null,
		graceMs: null,
		tls: null,
		aliases: [],
	}));
}

function planWith(upstreams: readonly string[]): RunPlan {
	const {plan} = buildTimeline();
	return {...plan, gateway: {...plan.gateway, options: {...plan.gateway.options, upstreams}}};
}

function inspection(stopped: boolean): AppInspection {
	return {pid: 7, state: stopped ? 'T (stopped)' : 'S (sleeping)', descriptors: 20, descriptorLimit: 20, passiveOpens: 100};
}

function countersOf(oomKills: number | undefined): CgroupCounters {
	return oomKills === undefined
		? {counters: {}, sources: {}}
		: {counters: {'memory.oom_kill': oomKills}, sources: {'memory.oom_kill': '/sys/fs/cgroup/memory.events'}};
}

async function notFaked(): Promise<never> {
	throw new Error('this part of the topology is not faked');
}
