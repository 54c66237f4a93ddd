// The harness's side of the load: tells the generators what to send, follows what clients experience, and gives all samples at the end.
// What the target does is never thrown from here, it is a sample; what a generator cannot do is.
import {GatequakeError} from '../error.ts';
import type {LiveSample} from '../faults/fault.ts';
import type {ControlChannel} from '../runtime/runtime.ts';
import type {RateStepPlan} from '../scenario/plan.ts';
import type {ClosedLoopResult, GeneratorHealth, SampleSet} from '../timeline/sample.ts';
import {collectSamples, mergeSampleSets} from './collect.ts';
import {GeneratorClient, harnessNowMs, type ClockEstimate} from './generator-client.ts';
import {deadHealth, mergeHealth} from './health.ts';
import {LiveWindow, type LiveSeries} from './live.ts';
import {makeSchedule, type WindowStarts} from './schedule.ts';
import type {ClosedLoopTarget, LoadOrder} from './load.ts';

export type {LiveSeries} from './live.ts';

export interface LoadDriverOptions {
	readonly signal?: AbortSignal;
	/** How long a generator may take to say hello. Default 15 000. */
	readonly helloWithinMs?: number;
	/** From the beginning of a window to the first due time that it may change: the generators have to be told. Default 100. */
	readonly windowLeadMs?: number;
}

export interface OpenedLoad {
	/** When request 0 is due, on the engine host's CLOCK_MONOTONIC. */
	readonly t0MonoMs: number;
	/** The address that is dialled. */
	readonly address: string;
}

export interface LoadResult {
	readonly samples: SampleSet;
	readonly health: GeneratorHealth;
}

export interface LoadDriver {
	/** Compares clocks by several round trips, and keeps the shortest. */
	clock(): Promise<ClockEstimate>;
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
		[...channels].map(async ([part, channel]) => await GeneratorClient.connect(channel, {...options, part})),
	);
	const [first] = generators;
	if (first === undefined) throw new RangeError('expected at least one load generator');
	return new Driver(first, generators, options.windowLeadMs ?? 100);
}

/** From the stop to the health, beyond the client's deadlines. */
const drainMarginMs = 5000;
/** For all generators that are ready to hear when they are to start. */
const togetherWithinMs = 1000;

interface Run extends OpenedLoad {
	readonly order: LoadOrder;
	/** By generator. */
	readonly payloads: readonly Uint8Array[][];
	readonly live: LiveWindow;
	readonly t0Ms: number;
	starts: WindowStarts;
}

class Driver implements LoadDriver {
	readonly #first: GeneratorClient;
	readonly #generators: readonly GeneratorClient[];
	readonly #windowLeadMs: number;
	#clock: ClockEstimate | null = null;
	#run: Run | null = null;

	constructor(first: GeneratorClient, generators: readonly GeneratorClient[], windowLeadMs: number) {
		this.#first = first;
		this.#generators = generators;
		this.#windowLeadMs = windowLeadMs;
	}

	async clock(): Promise<ClockEstimate> {
		this.#clock = await this.#first.clock();
		return this.#clock;
	}

	async open(order: LoadOrder, toTimelineMs: (monoMs: number) => number): Promise<OpenedLoad> {
		if (this.#clock === null) await this.clock();
		const count = this.#generators.length;
		const payloads = this.#generators.map((): Uint8Array[] => []);
		let live: LiveWindow | null = null;
		const [address = ''] = await Promise.all(
			this.#generators.map(async (generator, index) => {
				const onRows = (rows: Uint8Array) => {
					payloads[index]?.push(rows);
					live?.push(rows);
				};
				return await generator.prepare({...order, share: {index, count}}, onRows);
			}),
		);
		const startAtMonoMs = count === 1 ? null : this.#monoNowMs() + togetherWithinMs;
		const starts = await Promise.all(this.#generators.map(async (generator) => await generator.start(startAtMonoMs)));
		const [t0MonoMs = 0] = starts;
		if (starts.some((other) => other !== t0MonoMs)) {
			throw new GatequakeError(`expected ${count} load generators to start within ${togetherWithinMs} ms, and not all did`, {
				code: 'LOAD_NOT_TOGETHER',
				hint: 'look at the load of the machine, or lower load.generators',
			});
		}
		live = new LiveWindow((sinceT0Ms) => toTimelineMs(t0MonoMs + sinceT0Ms));
		for (const rows of payloads.flat()) live.push(rows);
		this.#run = {order, payloads, live, t0MonoMs, address, t0Ms: toTimelineMs(t0MonoMs), starts: {}};
		return {t0MonoMs, address};
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
		const nowMs = this.#monoNowMs();
		const stopAtMs = Math.min(Math.max(atMonoMs ?? nowMs, nowMs) - run.t0MonoMs, run.order.maxDurationMs);
		const {connect, firstByte, body} = run.order.load.timeoutMs;
		const withinMs = Math.max(0, (atMonoMs ?? nowMs) - nowMs) + connect + firstByte + body + drainMarginMs;
		const ends = await Promise.all(this.#generators.map(async (generator) => await generator.stop(atMonoMs, withinMs)));
		this.#run = null;
		const schedule = makeSchedule(run.order, run.starts);
		const count = this.#generators.length;
		const sets = run.payloads.map((payloads, index) =>
			collectSamples({payloads, schedule, stopAtMs, share: {index, count}, t0Ms: run.t0Ms}),
		);
		const healths = new Map(
			sets.map((samples, index) => {
				const name = this.#generators[index]?.part ?? '';
				return [name, healthOf(ends[index] ?? 'the load generator did not answer', samples, run.t0Ms)];
			}),
		);
		return {samples: mergeSampleSets(sets), health: mergeHealth(healths)};
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
		return harnessNowMs() + (this.#clock?.offsetMs ?? 0);
	}
}

/** On the timeline; of a generator that could not tell, whatever it measured is lost. */
function healthOf(end: GeneratorHealth | string, samples: SampleSet, t0Ms: number): GeneratorHealth {
	if (typeof end === 'string') return deadHealth(samples, end);
	return {...end, gaps: end.gaps.map(([fromMs, toMs]) => [t0Ms + fromMs, t0Ms + toMs] as const)};
}
