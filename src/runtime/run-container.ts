// One container of a run, over dockerode: everything that the harness does to it once the engine has made it.
import type Docker from 'dockerode';
import {GatequakeError} from '../error.ts';
import {attachControlChannel, type AttachedChannel} from './control-channel.ts';
import {demultiplexer} from './demultiplex.ts';
import {withDeadline} from './engine.ts';
import {statusOf, unless} from './http-status.ts';
import type {ContainerSpec, ContainerState, FileToPlace, ResourceLimits, RunningContainer} from './runtime.ts';
import {packTar, unpackTar} from './tar-archive.ts';
import {cpuLimitsOf, resourceLimits} from './resource-limits.ts';

/** An engine call takes 40 to 120 ms; a busy machine is forgiven much. */
const callMs = 30_000;
const execMs = 30_000;

export class RunContainer implements RunningContainer {
	readonly id: string;
	readonly part: string;
	readonly #docker: Docker;
	readonly #spec: ContainerSpec;
	readonly #isKept: (id: string) => boolean;
	readonly #container: Docker.Container;
	/** By the time of its start, as the engine has it. */
	readonly #addresses = new Map<string, string | null>();
	#channel: AttachedChannel | null = null;
	#disposed: Promise<void> | null = null;

	constructor(docker: Docker, id: string, spec: ContainerSpec, isKept: (id: string) => boolean) {
		this.id = id;
		this.part = spec.part;
		this.#docker = docker;
		this.#spec = spec;
		this.#isKept = isKept;
		this.#container = docker.getContainer(id);
	}

	get address(): string | null {
		return this.addresses.at(-1) ?? null;
	}

	get addresses(): readonly (string | null)[] {
		return [...this.#addresses.values()];
	}

	/** The channel of the latest start: each start has a new one. */
	get control(): AttachedChannel | null {
		return this.#channel;
	}

	/** Opens the control channel, where the container has one; to be called before each start. */
	async attach(): Promise<void> {
		if (!this.#spec.control) return;
		this.#channel?.close();
		this.#channel = await attachControlChannel(this.#docker, this.id, this.part);
	}

	async inspect(): Promise<ContainerState> {
		const {State, NetworkSettings, HostConfig} = await this.#call('inspect', (abortSignal) => this.#container.inspect({abortSignal}));
		const addresses = Object.values(NetworkSettings.Networks).map((network) => network.IPAddress);
		const address = addresses.find((each) => each !== '') ?? null;
		// Once it is dead it has none, and that says nothing of the start.
		if (State.Running || !this.#addresses.has(State.StartedAt)) this.#addresses.set(State.StartedAt, address);
		return {
			running: State.Running,
			paused: State.Paused,
			exitCode: State.ExitCode,
			oomKilled: State.OOMKilled,
			pid: State.Pid,
			address,
			startedAt: State.StartedAt,
			finishedAt: State.FinishedAt,
			cpuLimits: cpuLimitsOf(HostConfig),
		};
	}

	async kill(signal: string): Promise<void> {
		await this.#call(`send ${signal} to`, (abortSignal) => this.#container.kill({signal, abortSignal}));
	}

	async start(): Promise<void> {
		await this.attach();
		try {
			await this.#call('start', (abortSignal) => this.#container.start({abortSignal}));
		} catch (error) {
			this.#channel?.close();
			throw error;
		}
		await this.inspect();
	}

	async stop(timeoutSeconds: number): Promise<void> {
		const stop = (abortSignal: AbortSignal): Promise<unknown> => unless([304], this.#container.stop({t: timeoutSeconds, abortSignal}));
		await this.#call('stop', stop, callMs + timeoutSeconds * 1000);
	}

	async pause(): Promise<void> {
		await this.#call('pause', (abortSignal) => this.#container.pause({abortSignal}));
	}

	async unpause(): Promise<void> {
		await this.#call('unpause', (abortSignal) => this.#container.unpause({abortSignal}));
	}

	async update(limits: ResourceLimits): Promise<void> {
		await this.#call('update', (abortSignal) => this.#container.update({...resourceLimits(limits), abortSignal}));
	}

	async exec(
		command: readonly string[],
		timeoutMs = execMs,
	): Promise<{readonly exitCode: number; readonly stdout: string; readonly stderr: string}> {
		const run = (signal: AbortSignal): ReturnType<RunContainer['exec']> => this.#runCommand(command, signal);
		return await this.#call(`run \`${command.join(' ')}\` in`, run, timeoutMs);
	}

	async putFiles(files: readonly FileToPlace[]): Promise<void> {
		if (files.length === 0) return;
		await this.#call('write files into', (abortSignal) => this.#container.putArchive(packTar(files), {path: '/', abortSignal}));
	}

	async readFiles(path: string): Promise<ReadonlyMap<string, Buffer>> {
		const archive = await this.#call(`read ${path} of`, (abortSignal) => this.#archive(path, abortSignal));
		if (archive === null) return new Map();
		const files = [...unpackTar(archive)];
		// The engine puts the last word of the path in front of every name; a path that is a file stands alone under that name.
		return new Map(files.map(([name, content]) => [name.includes('/') ? name.slice(name.indexOf('/') + 1) : name, content]));
	}

	async logs(tailLines: number): Promise<string> {
		return await this.#logs(tailLines, true);
	}

	/** For error messages: standard output of a container with a control channel is for programs, so the other stream is preferred. */
	async lastWords(): Promise<string> {
		const errors = this.#spec.control ? await this.#logs(20, false) : '';
		return errors === '' ? await this.logs(20) : errors;
	}

	async #logs(tailLines: number, stdout: boolean): Promise<string> {
		const options = {stdout, stderr: true, tail: tailLines};
		const frames = await this.#call('read the log of', (abortSignal) => this.#container.logs({...options, abortSignal}));
		const text: Buffer[] = [];
		demultiplexer(
			(content) => text.push(content),
			(content) => text.push(content),
		)(frames);
		return Buffer.concat(text).toString('utf8').trimEnd();
	}

	async [Symbol.asyncDispose](): Promise<void> {
		if (this.#isKept(this.id)) return;
		this.#disposed ??= this.#remove();
		try {
			await this.#disposed;
		} catch (error) {
			// The next disposal tries again instead of repeating an old failure.
			this.#disposed = null;
			throw error;
		}
	}

	async #remove(): Promise<void> {
		this.#channel?.close();
		await this.#call('remove', (abortSignal) => unless([404, 409], this.#container.remove({force: true, v: true, abortSignal})));
	}

	async #archive(path: string, abortSignal: AbortSignal): Promise<Buffer | null> {
		let stream: NodeJS.ReadableStream;
		try {
			stream = await this.#container.getArchive({path, abortSignal});
		} catch (error) {
			// Both a missing path and a missing container are 404; only the first is an answer.
			if (statusOf(error) === 404 && !String(error).includes('No such container')) return null;
			throw error;
		}
		return await bytesOf(stream);
	}

	async #runCommand(command: readonly string[], abortSignal: AbortSignal): ReturnType<RunContainer['exec']> {
		const exec = await this.#container.exec({Cmd: [...command], AttachStdout: true, AttachStderr: true, abortSignal});
		const stream = await exec.start({Detach: false, Tty: false, abortSignal});
		const stdout: Buffer[] = [];
		const stderr: Buffer[] = [];
		demultiplexer(
			(content) => stdout.push(content),
			(content) => stderr.push(content),
		)(await bytesOf(stream));
		// The output may end a moment before the engine knows the exit code.
		let state = await exec.inspect({abortSignal});
		while (state.Running && !abortSignal.aborted) state = await exec.inspect({abortSignal});
		return {exitCode: state.ExitCode ?? -1, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString()};
	}

	async #call<T>(verb: string, operation: (signal: AbortSignal) => PromiseLike<T>, deadlineMs = callMs): Promise<T> {
		try {
			return await withDeadline(operation, deadlineMs, `${verb} ${this.part}`);
		} catch (error) {
			if (error instanceof GatequakeError) throw error;
			const reason = error instanceof Error ? error.message.trim() : String(error);
			throw new GatequakeError(`expected the engine to ${verb} ${this.part}, it refused: ${reason}`, {
				code: 'ENGINE_REFUSED',
				cause: error,
			});
		}
	}
}

async function bytesOf(stream: NodeJS.ReadableStream): Promise<Buffer> {
	const chunks: Buffer[] = [];
	for await (const chunk of stream) chunks.push(Buffer.from(chunk));
	return Buffer.concat(chunks);
}
