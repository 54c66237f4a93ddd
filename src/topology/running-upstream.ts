// One app server of a started topology: its supervisor's commands, and what the supervisor saw.
import {GatequakeError} from '../error.ts';
import {isRecord} from '../expectations/options.ts';
import type {RunningContainer} from '../runtime/runtime.ts';
import type {ServerKind} from '../servers/server.ts';
import type {Instant} from '../timeline/timeline.ts';
import type {CgroupCounters} from '../upstreams/cgroup.ts';
import {openLineChannel} from './line-channel.ts';
import type {LineChannel} from './line-channel.ts';
import type {ProcessWatch} from './process-watch.ts';
import type {AppInspection, ChangedSocket, FileLimit, FilledData, SignalledProcesses} from '../upstreams/upstream.ts';
import type {RunningUpstream, TimelineClock} from './topology.ts';

const behaveTimeoutMs = 5000;
const startTimeoutMs = 20_000;

export interface UpstreamParts {
	readonly container: RunningContainer;
	readonly port: number;
	/** The channel of the container's first start. */
	readonly first: LineChannel;
	readonly watch: ProcessWatch;
	readonly clock: TimelineClock;
	readonly server: Pick<ServerKind, 'reloadSignal' | 'hotRestartSignal'>;
}

export function runningUpstream({container, port, first, watch, clock, server}: UpstreamParts): RunningUpstream {
	let channel = first;
	watch.follow(channel);

	/** The middle between asking and the part's answer. */
	const acknowledged = async (call: Promise<{readonly monoMs: number}>): Promise<Instant> => {
		const asked = clock.now();
		const answeredMs = clock.fromMonoMs((await call).monoMs);
		const earliestMs = Math.min(asked.atMs, answeredMs);
		return {atMs: (earliestMs + answeredMs) / 2, uncertaintyMs: (answeredMs - earliestMs) / 2 + asked.uncertaintyMs};
	};

	const answered = async <Data>(order: Parameters<LineChannel['call']>[0], isWanted: (data: unknown) => data is Data): Promise<Data> => {
		const {data} = await channel.call(order);
		if (!isWanted(data)) {
			throw new GatequakeError(`expected ${container.part} to answer \`${order.command}\`, and ${JSON.stringify(data)} came`, {
				code: 'BAD_REPLY',
			});
		}

		return data;
	};

	const waitForPort: RunningUpstream['waitForPort'] = async (state, sinceMs, timeoutMs) =>
		instantOf(await watch.waitFor(state === 'open' ? 'port-open' : 'port-closed', sinceMs, timeoutMs));

	return {
		name: container.part,
		container,
		port,
		addresses: async () => (container.address === null ? [] : [container.address]),
		connections: async () => null,
		events: () => watch.events,
		async kill(signal, restartAfterMs) {
			const asked = clock.now();
			await channel.call({command: 'kill', signal, restartAfterMs});
			return instantOf(await watch.waitFor('signalled', asked.atMs - asked.uncertaintyMs, 5000));
		},
		async stop(graceMs, restartAfterMs) {
			const asked = clock.now();
			await channel.call({command: 'stop', graceMs, restartAfterMs});
			return instantOf(await watch.waitFor('signalled', asked.atMs - asked.uncertaintyMs, 5000));
		},
		setFlaw: async (flaw) => await acknowledged(channel.call({command: 'flaw', flaw}, behaveTimeoutMs)),
		async inspectApp() {
			return await answered({command: 'inspect'}, isInspection);
		},
		async limitFiles(connections) {
			return within(await answered({command: 'limit-files', connections}, isFileLimit), clock);
		},
		async fillData(filled) {
			return within(await answered({command: 'fill-data', filled}, isFilledData), clock);
		},
		async signal(signal, to) {
			return within(await answered({command: 'signal', signal, to}, isSignalled), clock);
		},
		async reload(how) {
			const signal = how === 'reload' ? server.reloadSignal : server.hotRestartSignal;
			if (signal === null) {
				throw new GatequakeError(`expected a server on ${container.part} that knows a ${how}, and this one does not`, {code: 'NO_RELOAD'});
			}

			return instantOf(within(await answered({command: 'signal', signal, to: 'first'}, isSignalled), clock));
		},
		async changeSocket(change) {
			return within(await answered({command: 'socket', change}, isChangedSocket), clock);
		},
		async startApp() {
			await channel.call({command: 'start'}, startTimeoutMs);
		},
		waitForPort,
		waitForEvent: async (what, sinceMs, timeoutMs) => await watch.waitFor(what, sinceMs, timeoutMs),
		behave: async (order) => await acknowledged(channel.call({command: 'behave', order}, behaveTimeoutMs)),
		leak: async (options) => await acknowledged(channel.call({command: 'leak', ...options})),
		async stopLeak() {
			await channel.call({command: 'stop-leak'});
		},
		counters: async () => await answered({command: 'counters'}, isCounters),
		async restartContainer() {
			const asked = clock.now();
			await container.start();
			if (container.control === null) {
				throw new GatequakeError(`${container.part} was started again without its control channel`, {code: 'NO_CONTROL'});
			}

			channel = openLineChannel(container.part, container.control);
			watch.follow(channel);
			return await waitForPort('open', asked.atMs - asked.uncertaintyMs, startTimeoutMs);
		},
	};
}

export function instantOf({atMs, uncertaintyMs}: Instant): Instant {
	return {atMs, uncertaintyMs};
}

/** The middle of the time that the part itself says it took. */
function within<Data extends {readonly fromMonoMs: number; readonly toMonoMs: number}>(data: Data, clock: TimelineClock): Instant & Data {
	const {fromMonoMs, toMonoMs} = data;
	return {...data, atMs: clock.fromMonoMs((fromMonoMs + toMonoMs) / 2), uncertaintyMs: (toMonoMs - fromMonoMs) / 2};
}

function isInspection(data: unknown): data is AppInspection {
	return isRecord(data) && typeof data['state'] === 'string' && typeof data['descriptorLimit'] === 'number';
}

function isFileLimit(data: unknown): data is FileLimit {
	return isInspection(data) && 'fromMonoMs' in data && 'toMonoMs' in data;
}

function isFilledData(data: unknown): data is FilledData {
	return isRecord(data) && typeof data['freeBytes'] === 'number' && typeof data['toMonoMs'] === 'number';
}

function isInterval(data: unknown): data is {readonly fromMonoMs: number; readonly toMonoMs: number} {
	return isRecord(data) && typeof data['fromMonoMs'] === 'number' && typeof data['toMonoMs'] === 'number';
}

function isChangedSocket(data: unknown): data is ChangedSocket {
	return isRecord(data) && typeof data['connecting'] === 'string' && isInterval(data);
}

function isSignalled(data: unknown): data is SignalledProcesses {
	return isRecord(data) && Array.isArray(data['pids']) && isInterval(data);
}

function isCounters(data: unknown): data is CgroupCounters {
	return isRecord(data) && isRecord(data['counters']) && isRecord(data['sources']);
}
