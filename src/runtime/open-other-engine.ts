// The same run on another engine, for load generators alone: with its label, an anchor and a reaper process of its own there, so that nothing
// is left behind on that machine either, however the run ends.
import {AsyncDisposableStack} from '@whatwg-node/disposablestack';
import type Docker from 'dockerode';
import {GatequakeError, exitCodes} from '../error.ts';
import {startAnchor, type Anchor} from './anchor.ts';
import {copyImage} from './copy-image.ts';
import {withDeadline} from './engine.ts';
import {unless} from './http-status.ts';
import {labelsOf} from './labels.ts';
import {connectNamed, type NamedEngine} from './named-engine.ts';
import {spawnReaper} from './reaper-link.ts';
import {removeRun} from './remove-run.ts';
import {RunContainer} from './run-container.ts';
import {findLeftovers} from './run-leftovers.ts';
import type {ImageInfo, OtherEngine, PlainContainer, RunningContainer} from './runtime.ts';
import {sweep} from './sweep.ts';

export interface OtherEngineOrder {
	readonly name: string;
	readonly runId: string;
	/** Of the generators; the anchor needs no other. */
	readonly image: ImageInfo;
	/** Where the image is. */
	readonly own: Docker;
	/** Of this run, on the engines that it has already: where one of them is found, the engine is one of these. */
	readonly anchors: ReadonlyMap<string, Anchor>;
	readonly progress: (message: string) => void;
	readonly signal: AbortSignal;
}

export interface OpenedOther {
	readonly engine: OtherEngine;
	readonly anchor: Anchor;
}

const disposeMs = 20_000;
const callMs = 30_000;

/** @throws GatequakeError `NO_ENGINE`, `ENGINE_TOO_OLD`, `ENGINE_TWICE`, `ENGINE_OTHERWISE`, `IMAGE_NOT_COPIED`; then nothing is left there. */
export async function openOtherEngine({name, runId, image, own, anchors, progress, signal}: OtherEngineOrder): Promise<OpenedOther> {
	const named = await connectNamed(name);
	const {docker} = named;
	await refuseTwice(named, anchors);
	await refuseOtherwise(named, own);
	await copyImage({from: own, to: docker, name, reference: image.reference, progress, signal});
	await using opened = new AsyncDisposableStack();
	const reaper = spawnReaper(runId, named.environment);
	opened.defer(async () => await reaper.goodbye());
	await Promise.all([reaper.ready(), sweep(docker, {kept: false})]);
	signal.throwIfAborted();
	const anchor = opened.use(await startAnchor(docker, runId, image.reference));
	const owned = opened.move();
	let lastNumber = 0;
	let disposed: Promise<void> | null = null;
	// The reaper is sent away only when nothing is left: otherwise it goes on where this failed.
	const dispose = async (): Promise<void> => {
		await removeRun(docker, runId, disposeMs);
		await owned.disposeAsync();
	};
	const engine: OtherEngine = {
		name,
		startContainer: async (container) =>
			await startPlain(docker, {runId, container, name: `gatequake-${runId}-${++lastNumber}-${container.part}`, signal}),
		subnets: async () => await bridgeSubnets(docker),
		left: async () => (await findLeftovers(docker, runId)).map(({words}) => `${words} on ${name}`),
		async [Symbol.asyncDispose]() {
			disposed ??= dispose();
			await disposed;
		},
	};
	return {engine, anchor};
}

async function refuseTwice({docker, name}: NamedEngine, anchors: OtherEngineOrder['anchors']): Promise<void> {
	for (const [known, {id}] of anchors) {
		const look = unless([404], docker.getContainer(id).inspect());
		if ((await withDeadline(look, callMs, 'look for the anchor of this run')) === null) continue;
		throw new GatequakeError(`expected ${name} to be another engine than ${known}, and it is the same`, {
			code: 'ENGINE_TWICE',
			exitCode: exitCodes.usage,
			hint: 'several generators on one engine are load.generators of the scenario',
		});
	}
}

async function refuseOtherwise({docker, name}: NamedEngine, own: Docker): Promise<void> {
	const [here, there] = await Promise.all([own, docker].map(async (each) => await withDeadline(each.version(), callMs, 'say what it is')));
	if (here?.Arch === there?.Arch) return;
	throw new GatequakeError(`expected ${name} to run on ${here?.Arch}, as this run's own engine, and it runs on ${there?.Arch}`, {
		code: 'ENGINE_OTHERWISE',
		exitCode: exitCodes.usage,
		hint: 'the image of the load generator is copied as it is: name engines of one architecture',
	});
}

interface PlainOrder {
	readonly runId: string;
	readonly name: string;
	readonly container: PlainContainer;
	readonly signal: AbortSignal;
}

/** Not through testcontainers, which knows one engine in the life of a process. */
async function startPlain(docker: Docker, {runId, name, container, signal}: PlainOrder): Promise<RunningContainer> {
	const {part, image, command, cpuShares} = container;
	signal.throwIfAborted();
	const create = docker.createContainer({
		name,
		Image: image,
		Hostname: part,
		Entrypoint: [''],
		Cmd: [...command],
		Labels: labelsOf(runId, part),
		OpenStdin: true,
		StdinOnce: false,
		AttachStdin: true,
		AttachStdout: true,
		AttachStderr: true,
		HostConfig: {
			NetworkMode: 'bridge',
			CpuShares: cpuShares,
			CapDrop: ['ALL'],
			SecurityOpt: ['no-new-privileges'],
			LogConfig: {Type: 'json-file', Config: {'max-size': '8m', 'max-file': '2'}},
		},
	});
	const {id} = await withDeadline(create, callMs, `create ${part}`, signal);
	await using undo = new AsyncDisposableStack();
	const running = undo.use(new RunContainer(docker, id, {part, image, command, network: null, control: true}, () => false));
	await running.start();
	undo.move();
	return running;
}

async function bridgeSubnets(docker: Docker): ReturnType<OtherEngine['subnets']> {
	const networks = await withDeadline(docker.listNetworks({filters: {driver: ['bridge']}}), callMs, 'list its networks');
	return networks.flatMap(({Name: name, IPAM: addresses}) =>
		(addresses?.Config ?? []).flatMap(({Subnet: subnet}) => (subnet === undefined ? [] : [{network: name, subnet}])),
	);
}
