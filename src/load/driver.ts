// The harness's side of the load: tells the generator in the container what to send, follows what clients experience, and gives all samples
// at the end. What the target does is never thrown from here, it is a sample; what the generator cannot do is.
import {collectSamples} from './collect.ts';
import {GeneratorLink} from './generator-link.ts';
import {judgeHealth} from './health.ts';
import {LiveWindow} from './live.ts';
import {makeSchedule, wholeShare} from './schedule.ts';
import {GatequakeError} from '../error.ts';
import type {CapacityCommand, CapacityResult} from './capacity.ts';
import type {OpenLoopOrder} from './load.ts';
import type {ControlChannel} from '../runtime/runtime.ts';
import type {LiveSample} from '../faults/fault.ts';
import type {GeneratorHealth, SampleSet} from '../timeline/sample.ts';

export interface LoadDriverOptions {
	/** Container part, for messages. Default `loadgen`. */
	readonly part?: string;
	readonly signal?: AbortSignal;
	/** How long the generator may take to say hello. Default 15 000. */
	readonly helloWithinMs?: number;
}

/** Engine host's CLOCK_MONOTONIC = the harness's + `offsetMs`, to ± `uncertaintyMs` (half of the best round trip). */
export interface ClockEstimate {
	readonly offsetMs: number;
	readonly uncertaintyMs: number;
	/** The same instant on both of the generator's clocks. */
	readonly pair: {readonly monoMs: number; readonly wallMs: number};
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
	/** Starts the open loop. `toTimelineMs` maps the engine host's CLOCK_MONOTONIC onto the timeline. Throws what the generator refuses. */
	open(order: OpenLoopOrder, toTimelineMs: (monoMs: number) => number): Promise<OpenedLoad>;
	/** Requests that ended in the last second: statuses in decimal for whole answers, outcome words for the rest. */
	counts(): Readonly<Record<string, number>>;
	/** Requests that ended last, newest last. */
	recent(): readonly LiveSample[];
	/**
	 * Sends nothing due after `atMonoMs` (null: after now), waits for what is in flight, and gives all samples ordered by due time.
	 * Where the generator died or keeps silent, requests without a row are `unsent` and the health is `invalid`: nothing is thrown.
	 */
	stop(atMonoMs: number | null): Promise<LoadResult>;
	/** autocannon, closed loop. Not while the open loop runs. */
	capacity(probe: Omit<CapacityCommand, 'seq' | 'command'>): Promise<CapacityResult>;
}

/** Waits for the generator's hello. */
export async function startLoadDriver(channel: ControlChannel, options: LoadDriverOptions = {}): Promise<LoadDriver> {
	const link = new GeneratorLink(channel, options.part ?? 'loadgen');
	await link.bounded(link.hello, options.helloWithinMs ?? 15_000, 'say hello', options.signal);
	return new GeneratorDriver(link, options.signal);
}

/** From the stop to the health, beyond the client's deadlines. */
const drainMarginMs = 5000;
const openWithinMs = 15_000;
const clockRounds = 15;

interface Run extends OpenedLoad {
	readonly order: OpenLoopOrder;
	readonly schedule: Float64Array;
	readonly payloads: Uint8Array[];
	readonly live: LiveWindow;
	readonly t0Ms: number;
}

class GeneratorDriver implements LoadDriver {
	readonly #link: GeneratorLink;
	readonly #signal: AbortSignal | undefined;
	#clock: ClockEstimate | null = null;
	#run: Run | null = null;

	constructor(link: GeneratorLink, signal: AbortSignal | undefined) {
		this.#link = link;
		this.#signal = signal;
	}

	async clock(): Promise<ClockEstimate> {
		let best: ClockEstimate | null = null;
		for (let round = 0; round < clockRounds; round++) {
			const beforeMs = harnessNowMs();
			const {monoMs, wallMs} = await this.#link.ask({command: 'clock'}, 5000, 'tell its clock', this.#signal);
			const afterMs = harnessNowMs();
			const uncertaintyMs = (afterMs - beforeMs) / 2;
			if (best === null || uncertaintyMs < best.uncertaintyMs) {
				best = {offsetMs: monoMs - (beforeMs + afterMs) / 2, uncertaintyMs, pair: {monoMs, wallMs}};
			}
		}
		if (best === null) throw new RangeError('expected at least one round of clock comparison');
		this.#clock = best;
		return best;
	}

	async open(order: OpenLoopOrder, toTimelineMs: (monoMs: number) => number): Promise<OpenedLoad> {
		const clock = this.#clock ?? (await this.clock());
		const payloads: Uint8Array[] = [];
		let live: LiveWindow | null = null;
		// Set before the command, because rows may come in one chunk with the reply.
		this.#link.onRows = (payload) => {
			// Copied, because the chunk that it came in is larger.
			const rows = new Uint8Array(payload);
			payloads.push(rows);
			live?.push(rows);
		};
		const waitMs = openWithinMs + Math.max(0, (order.extras?.startAtMonoMs ?? 0) - harnessNowMs() - clock.offsetMs);
		const {data} = await this.#link.ask({command: 'open-loop', order}, waitMs, 'resolve the target and open connections', this.#signal);
		const {t0MonoMs, address} = data ?? {};
		if (t0MonoMs === undefined || address === undefined) throw incomplete('t0MonoMs and address');
		live = new LiveWindow((sinceT0Ms) => toTimelineMs(t0MonoMs + sinceT0Ms));
		for (const rows of payloads) live.push(rows);
		this.#run = {order, schedule: makeSchedule(order), payloads, live, t0MonoMs, address, t0Ms: toTimelineMs(t0MonoMs)};
		return {t0MonoMs, address};
	}

	counts(): Readonly<Record<string, number>> {
		return this.#run === null ? {} : this.#run.live.counts(this.#monoNowMs() - this.#run.t0MonoMs);
	}

	recent(): readonly LiveSample[] {
		return this.#run?.live.recent() ?? [];
	}

	async stop(atMonoMs: number | null): Promise<LoadResult> {
		const run = this.#run;
		if (run === null) {
			throw new GatequakeError('expected an open loop to stop, and none was opened', {code: 'LOAD_IDLE', hint: 'call open() first'});
		}
		const nowMs = this.#monoNowMs();
		const stopAtMs = Math.max(atMonoMs ?? nowMs, nowMs) - run.t0MonoMs;
		const health = await this.#drain(run, atMonoMs, Math.max(0, (atMonoMs ?? nowMs) - nowMs));
		this.#run = null;
		const samples = collectSamples({
			payloads: run.payloads,
			schedule: run.schedule,
			stopAtMs: Math.min(stopAtMs, run.order.maxDurationMs),
			share: run.order.extras?.share ?? wholeShare,
			t0Ms: run.t0Ms,
		});
		if (typeof health === 'string') return {samples, health: deadHealth(samples, health)};
		return {samples, health: {...health, gaps: health.gaps.map(([fromMs, toMs]) => [run.t0Ms + fromMs, run.t0Ms + toMs] as const)}};
	}

	async capacity(probe: Omit<CapacityCommand, 'seq' | 'command'>): Promise<CapacityResult> {
		const waitMs = probe.durationMs * 1.5 + 15_000;
		const {data} = await this.#link.ask({command: 'capacity', ...probe}, waitMs, 'finish the capacity probe', this.#signal);
		if (data?.capacity === undefined) throw incomplete('capacity');
		return data.capacity;
	}

	/** The health, or why there is none. */
	async #drain(run: Run, atMonoMs: number | null, untilStopMs: number): Promise<GeneratorHealth | string> {
		const {connect, firstByte, body} = run.order.load.timeoutMs;
		const waitMs = untilStopMs + connect + firstByte + body + drainMarginMs;
		try {
			const {data} = await this.#link.ask({command: 'stop', atMonoMs}, waitMs, 'stop and drain');
			return data?.health ?? 'the load generator gave no health';
		} catch (error) {
			if (!(error instanceof GatequakeError)) throw error;
			return error.message;
		}
	}

	#monoNowMs(): number {
		return harnessNowMs() + (this.#clock?.offsetMs ?? 0);
	}
}

/** The harness's own CLOCK_MONOTONIC, ms. */
function harnessNowMs(): number {
	return Number(process.hrtime.bigint()) / 1e6;
}

/** Health of a generator that could not tell: whatever it measured is lost. */
function deadHealth(samples: SampleSet, reason: string): GeneratorHealth {
	let sent = 0;
	for (const sentUs of samples.sentUs) if (sentUs >= 0) sent++;
	const judged = judgeHealth({
		intended: samples.count,
		sent,
		unsent: samples.count - sent,
		latePercent: 0,
		lateP50Ms: 0,
		lateP99Ms: 0,
		lateMaxMs: 0,
		peakInFlight: 0,
		connectionsOpened: 0,
		cpuPercent: 0,
		gaps: [],
	});
	return {...judged, verdict: 'invalid', reasons: [reason, ...judged.reasons]};
}

function incomplete(what: string): GatequakeError {
	return new GatequakeError(`expected the load generator to reply with ${what}, and it did not`, {
		code: 'LOAD_PROTOCOL',
		hint: 'the image of the load generator is of another version: remove it, and it is built again',
	});
}
