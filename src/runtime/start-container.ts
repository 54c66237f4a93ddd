// Starts one container of a run through testcontainers, and undoes what did not come up. Its own reaper stays out of it: Gatequake
// brings one that also rolls faults back.
import {Readable} from 'node:stream';
import type Docker from 'dockerode';
import {GenericContainer, PullPolicy, type StartedTestContainer, type WaitStrategy} from 'testcontainers';
import {GatequakeError} from '../error.ts';
import {withDeadline} from './engine.ts';
import {unless} from './http-status.ts';
import {labelsOf} from './labels.ts';
import {resourceLimits} from './resource-limits.ts';
import {RunContainer} from './run-container.ts';
import type {RunEvents} from './run-events.ts';
import type {ContainerSpec} from './runtime.ts';
import {packTar} from './tar-archive.ts';

/** What a container needs to know of the run it belongs to. */
export interface RunOfContainer {
	readonly docker: Docker;
	readonly runId: string;
	readonly events: RunEvents;
	/** Ends every wait: the run's own signal, or its disposal. */
	readonly signal: AbortSignal;
	readonly isKept: (id: string) => boolean;
}

/** Creating and starting take 300 ms on an idle machine; a busy one gets this long. */
const startMs = 60_000;
const readyMs = 30_000;

/** `name` is unique among the engine's containers. Rejects with `START_FAILED`, the last log lines in the message; nothing is left then. */
export async function startContainer(run: RunOfContainer, spec: ContainerSpec, name: string): Promise<RunContainer> {
	run.signal.throwIfAborted();
	const starting = new StartingContainer(run, spec, name);
	const started = starting.start();
	try {
		await withDeadline(started, startMs + (spec.readyTimeoutMs ?? readyMs), `start ${spec.part}`, run.signal);
		return starting.running();
	} catch (error) {
		await undo(run.docker, started, name);
		if (error instanceof GatequakeError || run.signal.aborted) throw error;
		throw startFailed(spec, error instanceof Error ? error.message.trim() : String(error), '', error);
	}
}

/** An abort leaves the call to the engine under way: only when it has ended is there surely something to remove, or surely nothing. */
async function undo(docker: Docker, started: Promise<unknown>, name: string): Promise<void> {
	await withDeadline(Promise.allSettled([started]), 10_000, `finish the start of ${name}`).catch(() => {});
	const removal = (abortSignal: AbortSignal): Promise<unknown> =>
		unless([404, 409], docker.getContainer(name).remove({force: true, v: true, abortSignal}));
	// What cannot be removed now is found by its label when the run is disposed; the error to show is the one of the start.
	await withDeadline(removal, 10_000, `remove ${name}`).catch(() => {});
}

class StartingContainer extends GenericContainer {
	readonly #run: RunOfContainer;
	readonly #spec: ContainerSpec;
	readonly #death = new AbortController();
	#deathWatch: {dispose(): void} | null = null;
	#container: RunContainer | null = null;

	constructor(run: RunOfContainer, spec: ContainerSpec, name: string) {
		super(spec.image);
		this.#run = run;
		this.#spec = spec;
		this.withName(name)
			.withLabels(labelsOf(run.runId, spec.part))
			.withEnvironment({...spec.env})
			.withDroppedCapabilities('ALL')
			.withAddedCapabilities(...(spec.capabilities ?? []))
			.withSecurityOpt('no-new-privileges')
			.withAutoCleanup(false)
			// The image is made sure of before; nothing is ever fetched behind the user's back.
			.withPullPolicy(PullPolicy.neverPull())
			.withWaitStrategy(this.#waitStrategy());
		if (spec.files?.length) this.withCopyArchivesToContainer([{tar: Readable.from([packTar(spec.files)]), target: '/'}]);
		if (spec.user !== undefined) this.withUser(spec.user);
		if (spec.noFile !== undefined) this.withUlimits({nofile: {soft: spec.noFile, hard: spec.noFile}});
		this.#setNetwork();
		this.#setCommand();
		this.#setHostOptions();
	}

	running(): RunContainer {
		if (this.#container === null) throw new TypeError('expected testcontainers to call its created hook before it is done');
		return this.#container;
	}

	override async start(): Promise<StartedTestContainer> {
		try {
			return await super.start();
		} finally {
			this.#deathWatch?.dispose();
		}
	}

	protected override async containerCreated(containerId: string): Promise<void> {
		this.#container = new RunContainer(this.#run.docker, containerId, this.#spec, this.#run.isKept);
		// Listens from before the start, so that no death is missed.
		this.#deathWatch = this.#run.events.listen((event) => {
			if (event.containerId === containerId && event.action === 'die') this.#death.abort();
		});
		await this.#container.attach();
	}

	protected override async containerStarting(): Promise<void> {
		const state = await this.running().inspect();
		if (!state.running) throw await this.#died(state.exitCode);
	}

	#setNetwork(): void {
		const {network, part} = this.#spec;
		if (network === null) this.withNetworkMode('none');
		else if ('namespaceOf' in network) this.withNetworkMode(`container:${network.namespaceOf.id}`);
		else {
			this.withNetworkMode(network.name).withHostname(part);
			// Not by withNetworkAliases: that starts the container on the default bridge and connects it to this network besides.
			this.createOpts.NetworkingConfig = {EndpointsConfig: {[network.name]: {Aliases: [...network.aliases]}}};
		}
	}

	/** The command is run as it is, whatever entry point an image has; without one the image's own entry point and command serve. */
	#setCommand(): void {
		if (this.#spec.command.length > 0) this.withEntrypoint(['']).withCommand([...this.#spec.command]);
		if (!this.#spec.control) return;
		// Standard input stays open when the harness goes away, so that `--keep` keeps a part that would end with its input.
		Object.assign(this.createOpts, {OpenStdin: true, StdinOnce: false, AttachStdin: true, AttachStdout: true, AttachStderr: true});
	}

	#setHostOptions(): void {
		const {memoryBytes, cpuShares, sysctls, network, memoryFolders, volumes, mounts = [], hostFolders} = this.#spec;
		if (volumes !== undefined) this.createOpts.Volumes = Object.fromEntries(volumes.map((folder) => [folder, {}]));
		Object.assign(
			this.hostConfig,
			// A control channel's data passes through the log too: bounded, and in a form that `logs` can read whatever the engine's default.
			{LogConfig: {Type: 'json-file', Config: {'max-size': '8m', 'max-file': '2'}}},
			// On a network without a way out Docker 20.10 leaves questions for unknown names unanswered, and a lookup waits ten seconds.
			network !== null && 'name' in network ? {DnsOptions: ['timeout:1', 'attempts:1']} : {},
			memoryBytes === undefined ? {} : resourceLimits({memoryBytes}),
			cpuShares === undefined ? {} : {CpuShares: cpuShares},
			sysctls === undefined ? {} : {Sysctls: {...sysctls}},
			hostFolders === undefined ? {} : {Binds: Object.entries(hostFolders).map(([seenAt, folder]) => `${folder}:${seenAt}`)},
			memoryFolders === undefined
				? {}
				: {Tmpfs: Object.fromEntries(Object.entries(memoryFolders).map(([folder, bytes]) => [folder, `size=${bytes}`]))},
			mounts.length === 0 ? {} : {Mounts: mounts.map(({volume, path}) => ({Type: 'volume', Source: volume, Target: path}))},
		);
	}

	#waitStrategy(): WaitStrategy {
		const strategy: WaitStrategy = {
			waitUntilReady: async () => {
				await this.#waitUntilReady();
			},
			withStartupTimeout: () => strategy,
			isStartupTimeoutSet: () => true,
			getStartupTimeout: () => this.#spec.readyTimeoutMs ?? readyMs,
		};
		return strategy;
	}

	async #waitUntilReady(): Promise<void> {
		const {ready, part, readyTimeoutMs = readyMs} = this.#spec;
		if (ready === undefined) return;
		const container = this.running();
		try {
			const signal = AbortSignal.any([this.#run.signal, this.#death.signal]);
			await withDeadline((bounded) => ready(container, bounded), readyTimeoutMs, `see ${part} ready`, signal);
		} catch (error) {
			if (this.#run.signal.aborted) throw error;
			if (this.#death.signal.aborted) throw await this.#died((await container.inspect()).exitCode);
			throw await this.#notReady(error);
		}
	}

	async #died(exitCode: number): Promise<GatequakeError> {
		return startFailed(this.#spec, `it ended with exit code ${exitCode}`, await this.#lastWords());
	}

	async #notReady(error: unknown): Promise<GatequakeError> {
		const timedOut = error instanceof GatequakeError && error.code === 'ENGINE_TIMEOUT';
		const reason = timedOut
			? `it was not ready within ${this.#spec.readyTimeoutMs ?? readyMs} ms`
			: `its readiness check failed: ${error instanceof Error ? error.message : String(error)}`;
		return startFailed(this.#spec, reason, await this.#lastWords(), error);
	}

	/** Read before testcontainers removes the container, which it does as soon as the wait strategy throws. */
	async #lastWords(): Promise<string> {
		return await this.running()
			.lastWords()
			.catch((error: unknown) => `(its log could not be read: ${String(error)})`);
	}
}

function startFailed(spec: ContainerSpec, reason: string, lastWords: string, cause?: unknown): GatequakeError {
	const log = lastWords === '' ? 'It printed nothing.' : `Its last lines:\n${lastWords}`;
	return new GatequakeError(`expected ${spec.part} (image ${spec.image}) to start, ${reason}. ${log}`, {
		code: 'START_FAILED',
		...(cause === undefined ? {} : {cause}),
	});
}
