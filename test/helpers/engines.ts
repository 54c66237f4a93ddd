// Container engines for tests of what needs more than one: each runs in a container of the machine's engine, with a disk and a network
// namespace of its own, all of them on one bridge. Whoever reaches that bridge may do as root in them what he likes: not for use elsewhere.
import {once} from 'node:events';
import path from 'node:path';
import Docker from 'dockerode';
import {connectEngine, withDeadline} from '../../src/runtime/engine.ts';
import {labelsOf} from '../../src/runtime/labels.ts';
import type {ImageName, OwnImage} from '../../src/runtime/runtime.ts';
import {repository} from './command.ts';
import {newRunId, openTestRuntime} from './test-runtime.ts';
import {waitUntil} from './wait-until.ts';

export interface TestEngine {
	/** Its host name, too: `engine1`. */
	readonly name: string;
	/** On the bridge. */
	readonly ip: string;
	/** For DOCKER_HOST. */
	readonly address: string;
	readonly docker: Docker;
	/** Of the machine's engine: the one that this engine runs in. */
	readonly container: Docker.Container;
	/** As the loss of its machine: its containers die with it, and it does not come back. */
	kill(): Promise<void>;
}

export interface TestEngines extends AsyncDisposable {
	readonly engines: readonly TestEngine[];
	/** The name of an image that they have from the start. */
	referenceOf(image: ImageName): string;
	/** Of this machine, for the engines and their containers. */
	readonly hostIp: string;
	/** Takes images of the machine's engine into all of them. */
	load(references: readonly string[]): Promise<void>;
}

export interface EnginesOptions {
	/** What the engines have from the start; built where they are missing. Default: none. */
	readonly images?: readonly ImageName[];
	/** By engine: how much later the monotonic clock of its containers stands than this machine's, in seconds. Default: it is this machine's. */
	readonly clockShiftsSeconds?: readonly number[];
	/** Says what takes long. */
	readonly progress?: (message: string) => void;
}

/** They carry the label of a run: the reaper removes them after a SIGKILL of the test, too. */
export async function startEngines(
	count: number,
	{images = [], clockShiftsSeconds = [], progress = () => {}}: EnginesOptions = {},
): Promise<TestEngines> {
	const runId = newRunId();
	await using started = new AsyncDisposableStack();
	const runtime = started.use(await openTestRuntime({runId, progress}));
	const {docker} = await connectEngine();
	const {reference: image} = await runtime.ensureImage(engineImage);
	const network = await runtime.createNetwork('engines', 'open');
	const names = Array.from({length: count}, (_, index) => `engine${index + 1}`);
	const engines = await Promise.all(
		names.map(
			async (name, index) =>
				await startEngine(docker, {runId, name, image, network: network.name, clockShiftSeconds: clockShiftsSeconds[index] ?? 0}),
		),
	);
	started.defer(async () => {
		// One by one: the machine's engine answers nobody else while it deletes the disk of one.
		for (const {name, container} of engines) {
			await withDeadline(container.remove({force: true, v: true}), removeMs, `remove the container of ${name}`);
		}
	});
	const load = async (references: readonly string[]): Promise<void> => {
		await Promise.all(
			engines.map(async (engine) => {
				for (const reference of references) await copyImage(docker, engine, reference);
			}),
		);
	};
	const references = new Map<ImageName, string>();
	for (const name of images) references.set(name, (await runtime.ensureImage(name)).reference);
	progress(`loading ${references.size} images into ${count} engines`);
	await load([...references.values()]);
	const hostIp = await hostOn(docker, network.id);
	const owned = started.move();
	return {
		engines,
		referenceOf(name) {
			const reference = references.get(name);
			if (reference === undefined) throw new Error(`expected ${name} among the images of the engines`);
			return reference;
		},
		hostIp,
		load,
		[Symbol.asyncDispose]: async () => {
			await owned.disposeAsync();
		},
	};
}

const engineImage: OwnImage = {name: 'engine', folder: path.join(repository, 'test/fixtures/engine'), official: 'docker:dind'};
const port = 2375;
const removeMs = 120_000;
const readyMs = 60_000;

interface EngineOrder {
	readonly runId: string;
	readonly name: string;
	readonly image: string;
	readonly network: string;
	readonly clockShiftSeconds: number;
}

async function startEngine(docker: Docker, {runId, name, image, network, clockShiftSeconds}: EngineOrder): Promise<TestEngine> {
	const container = await docker.createContainer({
		name: `gatequake-${runId}-${name}`,
		Hostname: name,
		Image: image,
		Labels: labelsOf(runId, name),
		// A time namespace for all that it starts; the unshare of util-linux knows it.
		...(clockShiftSeconds === 0
			? {}
			: {Cmd: ['unshare', '--time', `--monotonic=${clockShiftSeconds}`, 'sh', '/usr/local/bin/start-engine']}),
		// An overlay cannot lie on an overlay.
		Volumes: {'/var/lib/docker': {}},
		HostConfig: {
			NetworkMode: network,
			// All that --privileged gives and an engine needs: some machines have no SYS_RESOURCE to give.
			CapAdd: ['ALL'],
			CapDrop: ['SYS_RESOURCE'],
			SecurityOpt: ['seccomp=unconfined', 'apparmor=unconfined'],
			ReadonlyPaths: [],
			MaskedPaths: [],
		},
	});
	await container.start();
	const {NetworkSettings: settings} = await container.inspect();
	const ip = settings.Networks[network]?.IPAddress ?? '';
	const inner = new Docker({protocol: 'http', host: ip, port});
	await waitUntil(`${name} to answer at ${ip}`, readyMs, async () => {
		if (
			await inner.ping().then(
				() => true,
				() => false,
			)
		)
			return true;
		const {State: state} = await container.inspect();
		if (state.Running) return false;
		throw new Error(`${name} ended with ${state.ExitCode}: ${(await container.logs({stdout: true, stderr: true, tail: 20})).toString()}`);
	});
	return {
		name,
		ip,
		address: `tcp://${ip}:${port}`,
		docker: inner,
		container,
		async kill() {
			await container.kill();
		},
	};
}

/** Layers that are there already are sent once more, and not stored. */
async function copyImage(from: Docker, {name, docker}: TestEngine, reference: string): Promise<void> {
	const answer = await docker.loadImage(await from.getImage(reference).get());
	let said = '';
	answer.on('data', (chunk: Buffer) => {
		said += chunk.toString();
	});
	await once(answer, 'end');
	await docker
		.getImage(reference)
		.inspect()
		.catch((error: unknown) => {
			throw new Error(`${name} did not take ${reference}: ${said}`, {cause: error});
		});
}

async function hostOn(docker: Docker, network: string): Promise<string> {
	const {IPAM: addresses} = await docker.getNetwork(network).inspect();
	return addresses?.Config?.[0]?.['Gateway']?.split('/')[0] ?? '';
}
