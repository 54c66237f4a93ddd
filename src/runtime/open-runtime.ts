// Opens the runtime of one run of the tool. The reaper and the anchor are there before the first network or container, so that nothing
// is ever started that nobody would remove.
import {AsyncDisposableStack} from '@whatwg-node/disposablestack';
import type Docker from 'dockerode';
import {GatequakeError} from '../error.ts';
import {startAnchor, type Anchor} from './anchor.ts';
import {carryOutUndo} from './carry-out-undo.ts';
import {createNetwork} from './create-network.ts';
import {createVolume} from './create-volume.ts';
import {connectEngine, withDeadline} from './engine.ts';
import {attachForeign} from './foreign-container.ts';
import {ensureImage} from './images.ts';
import {writeKeptRecord} from './kept-record.ts';
import {openOtherEngine} from './open-other-engine.ts';
import {pointTestcontainersAt} from './point-testcontainers.ts';
import {spawnReaper, type ReaperLink} from './reaper-link.ts';
import {removeRun} from './remove-run.ts';
import {subscribeRunEvents, type RunEvents} from './run-events.ts';
import {findLeftovers} from './run-leftovers.ts';
import type {
	ContainerSpec,
	EngineEvent,
	EngineInfo,
	ForeignContainer,
	ImageInfo,
	ImageName,
	OtherEngine,
	OwnImage,
	RecordedUndo,
	RunningContainer,
	Runtime,
	RuntimeOptions,
	StartedCompose,
	StartedNetwork,
	StartedVolume,
	Undo,
} from './runtime.ts';
import {startCompose} from './start-compose.ts';
import {startContainer} from './start-container.ts';
import {sweep} from './sweep.ts';

/** What disposal may take, all in all. It runs on this budget, never on a deadline or signal of the run. */
const disposeMs = 45_000;

/** Rejects with the engine's errors (`NO_ENGINE`, ...); then nothing is left. */
export async function openRuntime(options: RuntimeOptions): Promise<Runtime> {
	const {docker, info, address} = await connectEngine();
	const reaper = spawnReaper(options.runId);
	await using opened = new AsyncDisposableStack();
	opened.defer(async () => await reaper.goodbye());
	const [image] = await Promise.all([
		ensureImage(docker, 'base', {progress: options.progress, signal: options.signal}),
		sweepDeadRuns(docker, options),
		reaper.ready(),
		pointTestcontainersAt(address),
	]);
	options.signal.throwIfAborted();
	const anchor = opened.use(await startAnchor(docker, options.runId, image.reference));
	const events = opened.adopt(await subscribeRunEvents(docker, options.runId), (subscribed) => subscribed.close());
	options.signal.throwIfAborted();
	opened.move();
	return new EngineRuntime({docker, info, reaper, anchor, events, options});
}

/** What another run left must not keep this one from starting. */
async function sweepDeadRuns(docker: Docker, {progress}: RuntimeOptions): Promise<void> {
	try {
		for (const {runId, removed, errors} of await sweep(docker, {kept: false})) {
			progress(
				`removed ${removed.length} leftovers of the dead run ${runId}${errors.length > 0 ? `; not removed: ${errors.join('; ')}` : ''}`,
			);
		}
	} catch (error) {
		progress(`leftovers of dead runs could not be removed: ${error instanceof Error ? error.message : String(error)}`);
	}
}

interface OpenedParts {
	readonly docker: Docker;
	readonly info: EngineInfo;
	readonly reaper: ReaperLink;
	readonly anchor: Anchor;
	readonly events: RunEvents;
	readonly options: RuntimeOptions;
}

class EngineRuntime implements Runtime {
	readonly runId: string;
	readonly engine: EngineInfo;
	readonly #parts: OpenedParts;
	readonly #docker: Docker;
	/** Aborts what is starting when the runtime is disposed. */
	readonly #closing = new AbortController();
	readonly #signal: AbortSignal;
	readonly #underWay = new Set<Promise<unknown>>();
	readonly #kept = new Set<string>();
	/** In the order in which they were recorded. */
	readonly #undos = new Set<{readonly undo: Undo; done(): Promise<void>}>();
	/** By the names of engines. */
	readonly #anchors: Map<string, Anchor>;
	#lastNumber = 0;
	#disposed: Promise<void> | null = null;

	constructor(parts: OpenedParts) {
		this.runId = parts.options.runId;
		this.engine = parts.info;
		this.#parts = parts;
		this.#docker = parts.docker;
		this.#anchors = new Map([['the run’s own', parts.anchor]]);
		this.#signal = AbortSignal.any([parts.options.signal, this.#closing.signal]);
	}

	async ensureImage(image: ImageName | OwnImage, reference: string | null = null): Promise<ImageInfo> {
		const {progress} = this.#parts.options;
		return await ensureImage(this.#docker, image, {progress, signal: this.#signal, override: reference});
	}

	async createNetwork(label: string, way?: 'open'): Promise<StartedNetwork> {
		const named = {runId: this.runId, label, name: this.#name(label), isOpen: way === 'open'};
		return await this.#track(createNetwork(this.#docker, {...named, signal: this.#signal, isKept: this.#isKept}));
	}

	async compose(file: string, services: Readonly<Record<string, string>>): Promise<StartedCompose> {
		const {progress} = this.#parts.options;
		return await this.#track(
			startCompose(this.#docker, {
				runId: this.runId,
				name: this.#name('stack'),
				file,
				services,
				progress,
				signal: this.#signal,
				isKept: this.#isKept,
			}),
		);
	}

	async attach(name: string, part: string): Promise<ForeignContainer> {
		return await attachForeign({docker: this.#docker, events: this.#parts.events, name, part});
	}

	async createVolume(label: string): Promise<StartedVolume> {
		return await this.#track(
			createVolume(this.#docker, {runId: this.runId, label, name: this.#name(label), signal: this.#signal, isKept: this.#isKept}),
		);
	}

	async startContainer(spec: ContainerSpec): Promise<RunningContainer> {
		const run = {docker: this.#docker, runId: this.runId, events: this.#parts.events, signal: this.#signal, isKept: this.#isKept};
		return await this.#track(startContainer(run, spec, this.#name(spec.part)));
	}

	onEvent(listener: (event: EngineEvent) => void): {dispose(): void} {
		return this.#parts.events.listen(listener);
	}

	async openOther(name: string, image: ImageInfo): Promise<OtherEngine> {
		const {progress} = this.#parts.options;
		const order = {name, image, runId: this.runId, own: this.#docker, anchors: this.#anchors, progress, signal: this.#signal};
		const {engine, anchor} = await openOtherEngine(order);
		this.#anchors.set(name, anchor);
		return engine;
	}

	async recordUndo(undo: Undo): Promise<RecordedUndo> {
		const recorded = await this.#parts.reaper.recordUndo(undo);
		const entry = {
			undo,
			done: async () => {
				this.#undos.delete(entry);
				await recorded.done();
			},
		};
		this.#undos.add(entry);
		return entry;
	}

	async takeBack(): Promise<void> {
		for (const recorded of [...this.#undos].toReversed()) {
			await carryOutUndo(this.#docker, recorded.undo);
			await recorded.done();
		}
	}

	async markKept(reason: string): Promise<void> {
		for (const id of await writeKeptRecord(this.#docker, this.runId, reason)) this.#kept.add(id);
	}

	async left(): Promise<readonly string[]> {
		const leftovers = await findLeftovers(this.#docker, this.runId);
		return leftovers.map((leftover) => leftover.words);
	}

	async [Symbol.asyncDispose](): Promise<void> {
		this.#disposed ??= this.#dispose();
		try {
			await this.#disposed;
		} catch (error) {
			// The next disposal tries again instead of repeating an old failure.
			this.#disposed = null;
			throw error;
		}
	}

	readonly #isKept = (id: string): boolean => this.#kept.has(id);

	/** Numbered, because a run may start a part of the same name more than once. */
	#name(word: string): string {
		return `gatequake-${this.runId}-${++this.#lastNumber}-${word.replaceAll(/[^\w.-]+/g, '-')}`;
	}

	async #track<T>(work: Promise<T>): Promise<T> {
		this.#underWay.add(work);
		try {
			return await work;
		} finally {
			this.#underWay.delete(work);
		}
	}

	/** The reaper is sent away only when nothing is left: otherwise it goes on where this failed. */
	async #dispose(): Promise<void> {
		const {anchor, events, reaper} = this.#parts;
		this.#closing.abort(new GatequakeError('expected the runtime to be open, it is disposed', {code: 'RUNTIME_DISPOSED'}));
		const endsAt = performance.now() + disposeMs;
		await withDeadline(Promise.allSettled(this.#underWay), disposeMs / 2, 'finish what was starting').catch(() => {});
		events.close();
		await removeRun(this.#docker, this.runId, endsAt - performance.now());
		await anchor[Symbol.asyncDispose]();
		await reaper.goodbye();
	}
}
