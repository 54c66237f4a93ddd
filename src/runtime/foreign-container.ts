// A container that is none of ours: found by name, driven by the engine, and never removed. Faults that act on it record their undo.
import type Docker from 'dockerode';
import {GatequakeError} from '../error.ts';
import {demultiplexer} from './demultiplex.ts';
import {withDeadline} from './engine.ts';
import {statusOf, unless} from './http-status.ts';
import {RunContainer} from './run-container.ts';
import type {RunEvents} from './run-events.ts';
import type {ForeignContainer, ForeignFacts} from './runtime.ts';

const lookMs = 15_000;

/** Looks only. @throws GatequakeError `NO_CONTAINER` where there is none of that name. */
export async function foreignFacts(docker: Docker, name: string): Promise<ForeignFacts> {
	const found = await withDeadline(docker.getContainer(name).inspect(), lookMs, `inspect container ${name}`).catch((error: unknown) => {
		if (statusOf(error) !== 404) throw error;
		throw new GatequakeError(`expected a container named ${name}, and there is none`, {
			code: 'NO_CONTAINER',
			exitCode: 2,
			hint: '`docker ps --all` lists them',
			cause: error,
		});
	});
	const {State: state, HostConfig: host, Config: config, NetworkSettings: networks} = found;
	return {
		id: found.Id,
		name: found.Name.replace(/^\//, ''),
		image: {image: config.Image, digest: found.Image, version: ''},
		// Between two lives of a restart policy the engine says that it runs.
		running: state.Running && !state.Restarting,
		paused: state.Paused,
		startedAt: state.StartedAt,
		networkMode: host.NetworkMode ?? '',
		networks: Object.entries(networks.Networks).map(([network, {IPAddress, Aliases, NetworkID}]) => ({
			name: network,
			id: NetworkID,
			address: IPAddress,
			// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the type says that there are some; the engine says null where there are none.
			aliases: [...((Aliases as readonly string[] | null) ?? [])],
		})),
		published: Object.entries(networks.Ports).flatMap(([inside, bindings]) =>
			inside.endsWith('/tcp') ? (bindings ?? []).map(({HostPort}) => ({port: Number(HostPort), inside: Number.parseInt(inside, 10)})) : [],
		),
		exposed: Object.keys(config.ExposedPorts ?? {}).flatMap((inside) => (inside.endsWith('/tcp') ? [Number.parseInt(inside, 10)] : [])),
	};
}

export interface ForeignOptions {
	readonly docker: Docker;
	readonly events: RunEvents;
	readonly name: string;
	/** What it is in the topology. */
	readonly part: string;
}

/** The engine's events of it are the run's from now on. */
export async function attachForeign({docker, events, name, part}: ForeignOptions): Promise<ForeignContainer> {
	const facts = await foreignFacts(docker, name);
	await mustRun(docker, facts.id);
	await events.follow(facts.id, part);
	// What is kept is never removed.
	const container = new RunContainer(docker, facts.id, {part, image: facts.image.image, command: [], network: null}, () => true);
	await container.inspect();
	return {
		container,
		facts,
		look: async () => await foreignFacts(docker, facts.id),
		mustRun: async () => await mustRun(docker, facts.id),
		logsSince: async (wallMs) => await logsSince(docker, facts.id, wallMs),
		counters: async () => await countersOf(docker, facts.id),
	};
}

const lastLines = 10;

/** @throws GatequakeError `NOT_RUNNING` with its exit code and what it said last. */
export async function mustRun(docker: Docker, id: string): Promise<void> {
	const {name, running, paused} = await foreignFacts(docker, id);
	if (running && !paused) return;
	const [{State: state}, said] = await Promise.all([
		withDeadline(docker.getContainer(id).inspect(), lookMs, `inspect container ${name}`),
		logOf(docker, id, {tail: lastLines}),
	]);
	const words = state.Restarting ? 'it ends again and again, the last time' : 'it ended';
	const lines = said.trim() === '' ? '' : `; it said last:\n${said.trim()}`;
	throw new GatequakeError(
		`expected container ${name} to run, and ${paused ? 'it is paused' : `${words} with exit code ${state.ExitCode}${lines}`}`,
		{
			code: 'NOT_RUNNING',
			exitCode: 2,
			hint: paused
				? `docker unpause ${name}`
				: 'a stack must run as it should before a fault is injected: its own log says why it does not',
		},
	);
}

async function logsSince(docker: Docker, id: string, wallMs: number): Promise<string> {
	return await logOf(docker, id, {since: Math.floor(wallMs / 1000)});
}

/** Empty where its log driver keeps nothing, or it is gone. */
async function logOf(docker: Docker, id: string, which: {readonly since?: number; readonly tail?: number}): Promise<string> {
	const container = docker.getContainer(id);
	const read = container.logs({stdout: true, stderr: true, follow: false, ...which});
	const [found, raw] = await Promise.all([
		withDeadline(unless([404], container.inspect()), lookMs, `inspect container ${id}`),
		withDeadline(read, lookMs, `read the log of ${id}`).catch(() => Buffer.alloc(0)),
	]);
	if (found?.Config.Tty === true) return raw.toString('utf8');
	const pieces: Buffer[] = [];
	const keep = (content: Buffer) => {
		pieces.push(content);
	};
	demultiplexer(keep, keep)(raw);
	return Buffer.concat(pieces).toString('utf8');
}

async function countersOf(docker: Docker, id: string): ReturnType<ForeignContainer['counters']> {
	const read = docker.getContainer(id).stats({stream: false, 'one-shot': true});
	const {cpu_stats: cpu, memory_stats: memory} = await withDeadline(read, lookMs, `tell the counters of ${id}`);
	return {throttledPeriods: cpu.throttling_data?.throttled_periods ?? null, memoryFailures: memory.failcnt ?? null};
}
