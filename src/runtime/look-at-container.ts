// Reads what the engine tells of a container that is none of ours. Nothing is changed: inspect, top, stats, events and logs.
import type Docker from 'dockerode';
import {GatequakeError} from '../error.ts';
import {demultiplexer} from './demultiplex.ts';
import {withDeadline} from './engine.ts';
import type {ContainerFacts} from './container-facts.ts';
import {statusOf} from './http-status.ts';

const callMs = 30_000;
const logLines = 50_000;

/** @throws GatequakeError `NO_CONTAINER` where there is none of that name. */
export async function lookAtContainer(docker: Docker, name: string, signal: AbortSignal): Promise<Omit<ContainerFacts, 'namespace'>> {
	const container = docker.getContainer(name);
	const found = await withDeadline(container.inspect(), callMs, `inspect container ${name}`, signal).catch((error: unknown) => {
		if (statusOf(error) !== 404) throw error;
		throw new GatequakeError(`expected a container named ${name}, and there is none`, {
			code: 'NO_CONTAINER',
			exitCode: 2,
			cause: error,
			hint: 'docker ps -a lists them',
		});
	});
	const {State: state} = found;
	const isUp = state.Running && !state.Paused;
	const [processes, memory, events, log] = await Promise.all([
		state.Running ? processesOf(container, name, signal) : {commands: [], workerUser: null},
		isUp ? memoryOf(container, name, signal) : null,
		eventsOf(docker, found.Id, signal),
		logOf(container, name, found.Config.Tty, signal),
	]);
	return {
		id: found.Id,
		name: found.Name.replace(/^\//, ''),
		image: found.Config.Image,
		status: state.Status,
		running: isUp,
		exitCode: state.ExitCode,
		oomKilled: state.OOMKilled,
		restarts: found.RestartCount,
		startedAt: state.StartedAt,
		finishedAt: state.FinishedAt,
		health: state.Health?.Status ?? null,
		addresses: Object.values(found.NetworkSettings.Networks)
			.map((network) => network.IPAddress)
			.filter((address) => address !== ''),
		mounts: found.Mounts.map(({Destination: destination, Source: source}) => ({destination, source})),
		workerUser: processes.workerUser,
		processes: processes.commands,
		memory,
		events,
		log,
	};
}

async function processesOf(
	container: Docker.Container,
	name: string,
	signal: AbortSignal,
): Promise<{readonly commands: readonly string[]; readonly workerUser: string | null}> {
	// dockerode's type of top() is `any`: titles, and rows of text. The last column may hold blanks, and the engine keeps it whole.
	const table: {Titles: string[]; Processes: string[][]} = await withDeadline(
		container.top({ps_args: '-eo pid,uid,gid,args'}),
		callMs,
		`list the processes of ${name}`,
		signal,
	);
	const [, uid, gid] = table.Processes.at(-1) ?? [];
	return {
		commands: table.Processes.map((row) => row.at(-1) ?? ''),
		workerUser: uid === undefined || gid === undefined ? null : `${uid}:${gid}`,
	};
}

async function memoryOf(container: Docker.Container, name: string, signal: AbortSignal): Promise<ContainerFacts['memory']> {
	const {memory_stats: memory} = await withDeadline(
		container.stats({stream: false, 'one-shot': true}),
		callMs,
		`tell the memory of ${name}`,
		signal,
	);
	// Pages of files that can be given back at any time are not counted, as `docker stats` has it.
	const idle = memory.stats?.inactive_file ?? memory.stats?.total_inactive_file ?? 0;
	return memory.usage === undefined ? null : {usedBytes: memory.usage - idle, limitBytes: memory.limit, failures: memory.failcnt ?? 0};
}

interface EngineLine {
	readonly Action: string;
	readonly timeNano: number;
	readonly Actor?: {readonly Attributes?: Readonly<Record<string, string>>};
}

async function eventsOf(docker: Docker, id: string, signal: AbortSignal): Promise<ContainerFacts['events']> {
	// To the millisecond: what ended a moment ago belongs to it. An instant to come would keep the engine waiting for it.
	const untilMs = Date.now();
	const text = await withDeadline(
		async (abortSignal) => {
			const stream = await docker.getEvents({
				since: (untilMs - 3_600_000) / 1000,
				until: untilMs / 1000,
				filters: JSON.stringify({container: [id]}),
				abortSignal,
			});
			const pieces: Buffer[] = [];
			for await (const piece of stream) pieces.push(Buffer.from(piece));
			return Buffer.concat(pieces).toString('utf8');
		},
		callMs,
		'tell the events of the last hour',
		signal,
	);
	return text
		.split('\n')
		.filter((line) => line !== '')
		.map((line) => {
			// The shape is that of /events of the engine's API.
			const event: EngineLine = JSON.parse(line);
			return {
				action: event.Action,
				at: new Date(event.timeNano / 1e6).toISOString(),
				exitCode: event.Actor?.Attributes?.['exitCode'] ?? null,
			};
		})
		.filter(({action}) => !action.startsWith('exec_') && action !== 'top' && action !== 'attach');
}

async function logOf(container: Docker.Container, name: string, isTerminal: boolean, signal: AbortSignal): Promise<Buffer> {
	const raw = await withDeadline(
		container.logs({stdout: true, stderr: true, tail: logLines, follow: false}),
		callMs,
		`read the log of ${name}`,
		signal,
	).catch(
		// Some log drivers keep nothing that could be read.
		() => Buffer.alloc(0),
	);
	if (isTerminal) return raw;
	const pieces: Buffer[] = [];
	const keep = (content: Buffer) => {
		pieces.push(content);
	};
	demultiplexer(keep, keep)(raw);
	return Buffer.concat(pieces);
}
