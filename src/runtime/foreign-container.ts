// A container that is none of ours: found by name, driven by the engine, and never removed. Faults that act on it record their undo.
import type Docker from 'dockerode';
import {GatequakeError} from '../error.ts';
import {demultiplexer} from './demultiplex.ts';
import {withDeadline} from './engine.ts';
import {statusOf} from './http-status.ts';
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
		running: state.Running,
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
	if (!facts.running || facts.paused) {
		throw new GatequakeError(`expected container ${name} to run, and it ${facts.paused ? 'is paused' : 'does not'}`, {
			code: 'NOT_RUNNING',
			exitCode: 2,
			hint: facts.paused ? `docker unpause ${name}` : `docker start ${name}`,
		});
	}

	await events.follow(facts.id, part);
	// What is kept is never removed.
	const container = new RunContainer(docker, facts.id, {part, image: facts.image.image, command: [], network: null}, () => true);
	await container.inspect();
	return {
		container,
		facts,
		look: async () => await foreignFacts(docker, facts.id),
		logsSince: async (wallMs) => await logsSince(docker, facts.id, wallMs),
		counters: async () => await countersOf(docker, facts.id),
	};
}

async function logsSince(docker: Docker, id: string, wallMs: number): Promise<string> {
	const container = docker.getContainer(id);
	const [{Config: config}, raw] = await Promise.all([
		withDeadline(container.inspect(), lookMs, `inspect container ${id}`),
		withDeadline(
			container.logs({stdout: true, stderr: true, since: Math.floor(wallMs / 1000), follow: false}),
			lookMs,
			`read the log of ${id}`,
		).catch(() => Buffer.alloc(0)),
	]);
	if (config.Tty) return raw.toString('utf8');
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
