// The harness's side of the load: tells the generators what to send, follows what clients experience, and gives all samples at the end.
// What the target does is never thrown from here, it is a sample; what a generator cannot do is.
import {GatequakeError} from '../error.ts';
import type {LiveSample} from '../faults/fault.ts';
import type {ControlChannel} from '../runtime/runtime.ts';
import type {RateStepPlan} from '../scenario/plan.ts';
import type {ClosedLoopResult, GeneratorHealth, GeneratorMachine, SampleSet} from '../timeline/sample.ts';
import {collectSamples, mergeSampleSets} from './collect.ts';
import {GeneratorClient, harnessNowMs, type ClockEstimate} from './generator-client.ts';
import {GeneratorClocks, type MappedClock} from './generator-clocks.ts';
import {deadHealth, mergeHealth, withClock} from './health.ts';
import {LiveWindow, type LiveSeries} from './live.ts';
import type {ReachOrder, Reached} from './reach-target.ts';
import {makeSchedule, type WindowStarts} from './schedule.ts';
import type {ClosedLoopTarget, LoadOrder} from './load.ts';

export type {LiveSeries} from './live.ts';

export interface LoadDriverOptions {
	readonly signal?: AbortSignal;
	/** How long a generator may take to say hello. Default 15 000. */
	readonly helloWithinMs?: number;
	/** From the beginning of a window to the first due time that it may change: the generators have to be told. Default 100. */
	readonly windowLeadMs?: number;
	/** By part: the engine of those that stand on another machine than the first one. Default: all stand on one, and share its clock. */
	readonly machines?: ReadonlyMap<string, string>;
}

export interface OpenedLoad {
	/** When request 0 is due, on the CLOCK_MONOTONIC of the first generator's host. */
	readonly t0MonoMs: number;
	/** The address that is dialled. */
	readonly address: string;
}

export interface LoadResult {
	readonly samples: SampleSet;
	readonly health: GeneratorHealth;
}

export interface ReachedFrom {
	/** Engine of the generator; null: the first one's. */
	readonly machine: string | null;
	readonly reached: Reached;
}

export interface LoadDriver {
	/** Compares clocks by several round trips, and keeps the shortest. */
	clock(): Promise<ClockEstimate>;
	/** One request from each generator, one after the other. */
	reach(order: ReachOrder): Promise<readonly ReachedFrom[]>;
	/** Starts the open loop. `toTimelineMs` maps the engine host's CLOCK_MONOTONIC onto the timeline. Throws what a generator refuses. */
	open(order: LoadOrder, toTimelineMs: (monoMs: number) => number): Promise<OpenedLoad>;
	/** A window has begun: steps of the rate that count from it are carried out. */
	enterWindow(window: RateStepPlan['from']): Promise<void>;
	/** Requests that ended in the last second: statuses in decimal for whole answers, outcome words for the rest. */
	counts(): Readonly<Record<string, number>>;
	/** Requests that ended in the last two minutes, by tenths of a second. Null while no load is on its way. */
	series(): LiveSeries | null;
	/** Requests that ended last, newest last. */
	recent(): readonly LiveSample[];
	/**
	 * Sends nothing due after `atMonoMs` (null: after now), waits for what is in flight, and gives all samples ordered by due time.
	 * Where a generator died or keeps silent, requests without a row are `unsent` and the health is `invalid`: nothing is thrown.
	 */
	stop(atMonoMs: number | null): Promise<LoadResult>;
	/** autocannon, closed loop, from the first generator. Not while the open loop runs. */
	capacity(probe: ClosedLoopTarget & {readonly durationMs: number}): Promise<ClosedLoopResult>;
}

/** The generators by their parts. Waits for the hello of each. */
export async function startLoadDriver(channels: ReadonlyMap<string, ControlChannel>, options: LoadDriverOptions = {}): Promise<LoadDriver> {
	const generators = await Promise.all(
		[...channels].map(
			async ([part, channel]) => await GeneratorClient.connect(channel, {...options, part, machine: options.machines?.get(part) ?? null}),
		),
	);
	const [first] = generators;
	if (first === undefined) throw new RangeError('expected at least one load generator');
	return new Driver(first, generators, options.windowLeadMs ?? (options.machines === undefined ? 100 : 300));
}

/** From the stop to the health, beyond the client's deadlines. */
const drainMarginMs = 5000;
/** For all generators that are ready to hear when they are to start. */
const togetherWithinMs = 1000;
/** The same, and for hearing when to stop, where some of them are further away. */
const farTogetherWithinMs = 2000;
const farStopWithinMs = 300;
/** A generator on another machine whose harness has gone silent must not go on for its own. */
const silentForMs = 15_000;

interface Run extends OpenedLoad {
	readonly order: LoadOrder;
	/** By generator. */
	readonly payloads: readonly Uint8Array[][];
	/** When each one's request 0 was due, on its own clock. */
	readonly t0sMonoMs: readonly number[];
	readonly live: LiveWindow;
	readonly toTimelineMs: (monoMs: number) => number;
	starts: WindowStarts;
}

class Driver implements LoadDriver {
	readonly #first: GeneratorClient;
	readonly #generators: readonly GeneratorClient[];
	readonly #windowLeadMs: number;
	readonly #clocks: GeneratorClocks;
	#run: Run | null = null;

	constructor(first: GeneratorClient, generators: readonly GeneratorClient[], windowLeadMs: number) {
		this.#first = first;
		this.#generators = generators;
		this.#windowLeadMs = windowLeadMs;
		this.#clocks = new GeneratorClocks(generators);
	}

	async clock(): Promise<ClockEstimate> {
		return await this.#clocks.readFirst();
	}

	async reach(order: ReachOrder): Promise<readonly ReachedFrom[]> {
		const all: ReachedFrom[] = [];
		for (const generator of this.#generators) all.push({machine: generator.machine, reached: await generator.reach(order)});
		return all;
	}

	async open(order: LoadOrder, toTimelineMs: (monoMs: number) => number): Promise<OpenedLoad> {
		await this.#clocks.readAll();
		const count = this.#generators.length;
		const payloads = this.#generators.map((): Uint8Array[] => []);
		let live: LiveWindow | null = null;
		const [address = ''] = await Promise.all(
			this.#generators.map(async (generator, index) => {
				const onRows = (rows: Uint8Array) => {
					payloads[index]?.push(rows);
					live?.push(rows);
				};
				const silence = generator.machine === null ? {} : {silentForMs};
				return await generator.prepare({...order, share: {index, count}, ...silence}, onRows);
			}),
		);
		const t0sMonoMs = await this.#startTogether();
		this.#clocks.keepReading();
		const [t0MonoMs = 0] = t0sMonoMs;
		live = new LiveWindow((sinceT0Ms) => toTimelineMs(t0MonoMs + sinceT0Ms));
		for (const rows of payloads.flat()) live.push(rows);
		this.#run = {order, payloads, t0sMonoMs, live, t0MonoMs, address, toTimelineMs, starts: {}};
		return {t0MonoMs, address};
	}

	/** Each is told the same instant, on its own clock; gives when each one's request 0 is due, on that. */
	async #startTogether(): Promise<readonly number[]> {
		const [only] = this.#generators;
		if (only !== undefined && this.#generators.length === 1) return [await only.start(null)];
		const withinMs = this.#clocks.areSeveral ? farTogetherWithinMs : togetherWithinMs;
		const atMs = harnessNowMs() + withinMs;
		const wanted = this.#generators.map(({machine}) => this.#clocks.monoMs(machine, atMs));
		const t0sMonoMs = await Promise.all(this.#generators.map(async (generator, index) => await generator.start(wanted[index] ?? null)));
		const late = this.#generators.filter((_, index) => t0sMonoMs[index] !== wanted[index]).map(({part}) => part);
		if (late.length === 0) return t0sMonoMs;
		throw new GatequakeError(
			`expected ${this.#generators.length} load generators to start within ${withinMs} ms, and not all did: ${late.join(', ')} came later`,
			{code: 'LOAD_NOT_TOGETHER', hint: 'look at the load of the machine, or lower load.generators'},
		);
	}

	async enterWindow(window: RateStepPlan['from']): Promise<void> {
		const run = this.#running();
		if (run.order.load.rateSteps.every(({from}) => from !== window)) return;
		const starts = {...run.starts, [window]: this.#monoNowMs() + this.#windowLeadMs - run.t0MonoMs};
		run.starts = starts;
		await Promise.all(this.#generators.map(async (generator) => await generator.enterWindows(starts)));
	}

	counts(): Readonly<Record<string, number>> {
		return this.#run === null ? {} : this.#run.live.counts(this.#monoNowMs() - this.#run.t0MonoMs);
	}

	series(): LiveSeries | null {
		return this.#run?.live.series(this.#monoNowMs() - this.#run.t0MonoMs) ?? null;
	}

	recent(): readonly LiveSample[] {
		return this.#run?.live.recent() ?? [];
	}

	async stop(atMonoMs: number | null): Promise<LoadResult> {
		const run = this.#running();
		this.#clocks.endReading();
		const nowMs = this.#monoNowMs();
		// What is on its way to another machine would reach it at another instant than the others.
		const askedMs = atMonoMs ?? (this.#clocks.areSeveral ? nowMs + farStopWithinMs : null);
		const stopAtMs = Math.min(Math.max(askedMs ?? nowMs, nowMs) - run.t0MonoMs, run.order.maxDurationMs);
		const {connect, firstByte, body} = run.order.load.timeoutMs;
		const withinMs = Math.max(0, (askedMs ?? nowMs) - nowMs) + connect + firstByte + body + drainMarginMs;
		const ends = await Promise.all(
			this.#generators.map(async (generator, index) => {
				const t0MonoMs = run.t0sMonoMs[index] ?? 0;
				return await generator.stop(askedMs === null ? null : askedMs + (t0MonoMs - run.t0MonoMs), withinMs);
			}),
		);
		await this.#clocks.readOnceMore();
		this.#run = null;
		const schedule = makeSchedule(run.order, run.starts);
		const count = this.#generators.length;
		const endedMonoMs = this.#monoNowMs();
		const parts = this.#generators.map((generator, index) => {
			const clock = this.#clocks.mapped(generator.machine, run.t0MonoMs, endedMonoMs);
			const t0Ms = run.toTimelineMs(clock.toFirstMs(run.t0sMonoMs[index] ?? 0));
			const payloads = run.payloads[index] ?? [];
			const samples = collectSamples({payloads, schedule, stopAtMs, share: {index, count}, t0Ms, rate: clock.rate});
			const measured = healthOf(ends[index] ?? 'the load generator did not answer', samples, {t0Ms, rate: clock.rate});
			return {generator, samples, clock, t0Ms, health: withClock(measured, clock.uncertaintyMs)};
		});
		const merged = mergeHealth(new Map(parts.map(({generator, health}) => [generator.part, health])));
		const machines = this.#clocks.areSeveral ? {machines: parts.map((part) => machineOf(part, parts[0]?.t0Ms ?? 0))} : {};
		return {samples: mergeSampleSets(parts.map(({samples}) => samples)), health: {...merged, ...machines}};
	}

	async capacity(probe: ClosedLoopTarget & {readonly durationMs: number}): Promise<ClosedLoopResult> {
		const waitMs = probe.durationMs * 1.5 + 15_000;
		const {capacity} = await this.#first.ask({command: 'capacity', ...probe}, waitMs, 'finish the capacity probe');
		if (capacity === undefined) throw this.#first.incomplete('capacity');
		return capacity;
	}

	#running(): Run {
		if (this.#run !== null) return this.#run;
		throw new GatequakeError('expected an open loop to be running, and none was opened', {code: 'LOAD_IDLE', hint: 'call open() first'});
	}

	#monoNowMs(): number {
		return this.#clocks.monoMs(this.#first.machine);
	}
}

/** On the timeline; of a generator that could not tell, whatever it measured is lost. */
function healthOf(
	end: GeneratorHealth | string,
	samples: SampleSet,
	{t0Ms, rate}: {readonly t0Ms: number; readonly rate: number},
): GeneratorHealth {
	if (typeof end === 'string') return deadHealth(samples, end);
	return {...end, gaps: end.gaps.map(([fromMs, toMs]) => [t0Ms + rate * fromMs, t0Ms + rate * toMs] as const)};
}

interface PartOfLoad {
	readonly generator: GeneratorClient;
	readonly clock: MappedClock;
	readonly t0Ms: number;
	readonly health: GeneratorHealth;
}

function machineOf({generator, clock, t0Ms, health}: PartOfLoad, firstT0Ms: number): GeneratorMachine {
	const {intended, sent, latePercent, lateP99Ms, verdict} = health;
	return {
		name: generator.part,
		engine: generator.machine,
		intended,
		sent,
		latePercent,
		lateP99Ms,
		verdict,
		startedApartMs: t0Ms - firstT0Ms,
		clock: {offsetMs: clock.offsetMs, driftPpm: clock.driftPpm, uncertaintyMs: clock.uncertaintyMs, readings: clock.readings},
	};
}
