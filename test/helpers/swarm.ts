// A Docker Swarm of test engines with the stack of deploy/swarm on it, driven as a person does: by the docker command on its manager.
import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {PassThrough} from 'node:stream';
import {buffer, text} from 'node:stream/consumers';
import type Docker from 'dockerode';
import {packTar, unpackTar} from '../../src/runtime/tar-archive.ts';
import {repository} from './command.ts';
import type {TestEngine} from './engines.ts';
import {waitUntil} from './wait-until.ts';

export interface JobOrder {
	/** The image of the tool. */
	readonly tool: string;
	/** Words and flags of `gatequake run`. */
	readonly run: string;
	readonly shards: number;
	/** `job`: so many at once, for two that share processors measure each other. `service`: one on each of these engines. */
	readonly as: {readonly job: number} | {readonly service: readonly TestEngine[]};
}

/** One try of a shard. */
export interface ShardTask {
	/** From 0. */
	readonly slot: number;
	/** Name of the engine; null before it has one. */
	readonly engine: string | null;
	/** `running`, `complete`, `failed`, `orphaned`, … */
	readonly state: string;
}

export interface TestSwarm {
	/** Gives the instant (ms since 1970) from which tasks may start. */
	deploy(order: JobOrder): Promise<number>;
	tasks(): Promise<readonly ShardTask[]>;
	/** When the collector has ended: the files of the joined report, and what it printed. */
	joined(withinMs: number): Promise<{readonly files: ReadonlyMap<string, Buffer>; readonly log: string}>;
	/** From now on shards may run there. */
	offer(engine: TestEngine): Promise<void>;
	/** Removes the stack and its volumes. */
	remove(): Promise<void>;
}

/** The first engine is its manager. It is gone with the engines. */
export async function makeSwarm(engines: readonly TestEngine[]): Promise<TestSwarm> {
	const [manager, ...workers] = engines;
	if (manager === undefined) throw new Error('expected an engine');
	const docker = async (words: string, env: Readonly<Record<string, string>> = {}): Promise<string> =>
		await said(manager, ['docker', ...words.split(' ')], env);
	await docker(`swarm init --advertise-addr ${manager.ip}`);
	const token = await docker('swarm join-token --quiet worker');
	for (const worker of workers) await said(worker, ['docker', 'swarm', 'join', '--token', token, `${manager.ip}:2377`]);
	await manager.container.putArchive(
		packTar([
			{path: '/token', content: 'a-word-of-the-tests'},
			{path: '/stack.yml', content: await readFile(path.join(repository, 'deploy/swarm/stack.yml'), 'utf8')},
		]),
		{path: '/'},
	);
	await docker('secret create gatequake-token /token');
	const group = await said(manager, ['stat', '-c', '%g', '/var/run/docker.sock']);
	const offer = async ({name}: TestEngine): Promise<void> => void (await docker(`node update --label-add gatequake=yes ${name}`));
	const remove = async (): Promise<void> => {
		await docker('stack rm gatequake');
		await Promise.all(
			engines.map(
				async ({name, docker: of}) => await waitUntil(`the tasks on ${name} to go`, 120_000, async () => (await tasksOn(of)) === 0),
			),
		);
		for (const {docker: of} of engines) {
			const {Volumes: volumes} = await of.listVolumes({filters: {label: ['com.docker.stack.namespace=gatequake']}});
			for (const {Name: name} of volumes ?? []) await of.getVolume(name).remove();
		}
	};
	return {
		async deploy({tool, run, shards, as}) {
			await docker('stack deploy --resolve-image never --compose-file /stack.yml gatequake', {
				GATEQUAKE_IMAGE: tool,
				DOCKER_GROUP: group,
				GATEQUAKE_SHARDS: String(shards),
				GATEQUAKE_RUN: run,
				GATEQUAKE_WITHIN: '50',
				...('service' in as ? {GATEQUAKE_MODE: 'replicated', GATEQUAKE_SWARM_FIRST: '1'} : {}),
			});
			// A stack file cannot say how many at once: no task finds a node before it is told to the service.
			if ('job' in as) await limit(manager.docker.getService('gatequake_shard'), as.job);
			for (const engine of 'job' in as ? engines : as.service) await offer(engine);
			return Date.now();
		},
		offer,
		async tasks() {
			return await tasksOf(manager.docker, 'gatequake_shard');
		},
		async joined(withinMs) {
			await waitUntil('the collector to end', withinMs, async () =>
				(await tasksOf(manager.docker, 'gatequake_collect')).some(({state}) => ['complete', 'failed'].includes(state)),
			);
			const log = await docker('service logs gatequake_collect');
			const [container] = await manager.docker.listContainers({
				all: true,
				filters: {label: ['com.docker.swarm.service.name=gatequake_collect']},
			});
			if (container === undefined) throw new Error(`expected the collector's container to be there still, it is gone: ${log}`);
			const archive = await manager.docker.getContainer(container.Id).getArchive({path: '/work/reports/joined/.'});
			return {files: unpackTar(await buffer(archive)), log};
		},
		remove,
	};
}

/** The docker command has no flag for it that works on a service that is there; `service create --max-concurrent` has. */
async function limit(service: Docker.Service, atOnce: number): Promise<void> {
	// The client types neither; both are in the engine's API.
	const {Version: version, Spec: spec} = await service.inspect();
	const {ReplicatedJob: job} = spec.Mode;
	await service.update({
		...spec,
		version: version.Index,
		Mode: {ReplicatedJob: {...job, MaxConcurrent: atOnce}},
		// Only a new iteration of the job looks at it.
		TaskTemplate: {...spec.TaskTemplate, ForceUpdate: Number(spec.TaskTemplate.ForceUpdate ?? 0) + 1},
	});
}

async function tasksOn(docker: Docker): Promise<number> {
	return (await docker.listContainers({all: true, filters: {label: ['com.docker.stack.namespace=gatequake']}})).length;
}

/** Shape of a task, as far as it is read here; the client types none. */
interface FoundTask {
	readonly Slot?: number;
	readonly NodeID?: string;
	readonly JobIteration?: {readonly Index?: number};
	readonly Status: {readonly State: string};
}

/** Of the last iteration of the job. */
async function tasksOf(docker: Docker, service: string): Promise<readonly ShardTask[]> {
	const [tasks, nodes]: readonly [readonly FoundTask[], readonly {ID: string; Description: {Hostname: string}}[]] = await Promise.all([
		docker.listTasks({filters: {service: [service]}}),
		docker.listNodes(),
	]);
	const last = Math.max(...tasks.map(({JobIteration: iteration}) => iteration?.Index ?? 0));
	return tasks
		.filter(({JobIteration: iteration}) => (iteration?.Index ?? 0) === last)
		.map(({Slot: slot = 0, NodeID: node, Status: {State: state}}) => ({
			slot,
			engine: nodes.find(({ID: id}) => id === node)?.Description.Hostname ?? null,
			state,
		}));
}

/** What a command in an engine's container printed. @throws where it ends otherwise than with 0. */
async function said({name, container}: TestEngine, words: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> {
	const exec = await container.exec({
		Cmd: [...words],
		Env: Object.entries(env).map((pair) => pair.join('=')),
		AttachStdout: true,
		AttachStderr: true,
	});
	const stream = await exec.start({});
	const [out, err] = [new PassThrough(), new PassThrough()];
	container.modem.demuxStream(stream, out, err);
	stream.on('end', () => {
		out.end();
		err.end();
	});
	const [stdout, stderr] = await Promise.all([text(out), text(err)]);
	const {ExitCode: exitCode} = await exec.inspect();
	if (exitCode !== 0) throw new Error(`${words.join(' ')} on ${name} ended with ${exitCode}: ${stderr}`);
	return stdout.trim();
}
