// One app server of a started topology: its supervisor's commands, and what the supervisor saw.
import {GatequakeError} from '../error.ts';
import {isRecord} from '../expectations/options.ts';
import type {RunningContainer} from '../runtime/runtime.ts';
import type {Instant} from '../timeline/timeline.ts';
import type {CgroupCounters} from '../upstreams/cgroup.ts';
import {openLineChannel} from './line-channel.ts';
import type {LineChannel} from './line-channel.ts';
import type {ProcessWatch} from './process-watch.ts';
import type {RunningUpstream, TimelineClock} from './topology.ts';

const behaveTimeoutMs = 5000;
const startTimeoutMs = 20_000;

export function runningUpstream(
	container: RunningContainer,
	first: LineChannel,
	watch: ProcessWatch,
	clock: TimelineClock,
): RunningUpstream {
	let channel = first;
	watch.follow(channel);

	/** The middle between asking and the part's answer. */
	const acknowledged = async (call: Promise<{readonly monoMs: number}>): Promise<Instant> => {
		const asked = clock.now();
		const answeredMs = clock.fromMonoMs((await call).monoMs);
		const earliestMs = Math.min(asked.atMs, answeredMs);
		return {atMs: (earliestMs + answeredMs) / 2, uncertaintyMs: (answeredMs - earliestMs) / 2 + asked.uncertaintyMs};
	};

	const waitForPort: RunningUpstream['waitForPort'] = async (state, sinceMs, timeoutMs) =>
		instantOf(await watch.waitFor(state === 'open' ? 'port-open' : 'port-closed', sinceMs, timeoutMs));

	return {
		name: container.part,
		container,
		events: () => watch.events,
		async kill(signal, restartAfterMs) {
			const asked = clock.now();
			await channel.call({command: 'kill', signal, restartAfterMs});
			return instantOf(await watch.waitFor('signalled', asked.atMs - asked.uncertaintyMs, 5000));
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
		async counters() {
			const {data} = await channel.call({command: 'counters'});
			if (!isCounters(data)) {
				throw new GatequakeError(`expected memory counters from ${container.part}, and ${JSON.stringify(data)} came`, {code: 'BAD_REPLY'});
			}

			return data;
		},
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

function isCounters(data: unknown): data is CgroupCounters {
	return isRecord(data) && isRecord(data['counters']) && isRecord(data['sources']);
}
