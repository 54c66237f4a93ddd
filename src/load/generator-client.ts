// One load generator, seen from the harness: its clock, its part of an open loop, and the rows that it streams while that runs.
import {GatequakeError} from '../error.ts';
import type {ControlChannel} from '../runtime/runtime.ts';
import type {GeneratorHealth} from '../timeline/sample.ts';
import {GeneratorLink, type CommandBody} from './generator-link.ts';
import type {GeneratorReplyData, OpenLoopOrder} from './load.ts';
import type {ReachOrder, Reached} from './reach-target.ts';
import type {WindowStarts} from './schedule.ts';

export interface GeneratorClientOptions {
	/** Container part, for messages. */
	readonly part: string;
	readonly signal?: AbortSignal;
	/** Which machine's clock it reads, where that is not the first generator's. Default null: it is. */
	readonly machine?: string | null;
	/** How long the generator may take to say hello. Default 15 000. */
	readonly helloWithinMs?: number;
}

/** Engine host's CLOCK_MONOTONIC = the harness's + `offsetMs`, to ± `uncertaintyMs` (half of the best round trip). */
export interface ClockEstimate {
	/** The harness's, between the two ends of that round trip. */
	readonly atMs: number;
	readonly offsetMs: number;
	readonly uncertaintyMs: number;
	/** The same instant on both of the generator's clocks. */
	readonly pair: {readonly monoMs: number; readonly wallMs: number};
}

export class GeneratorClient {
	readonly part: string;
	readonly machine: string | null;
	readonly #link: GeneratorLink;
	readonly #signal: AbortSignal | undefined;

	private constructor(link: GeneratorLink, {part, machine = null, signal}: GeneratorClientOptions) {
		this.part = part;
		this.machine = machine;
		this.#link = link;
		this.#signal = signal;
	}

	/** Waits for the generator's hello. */
	static async connect(channel: ControlChannel, options: GeneratorClientOptions): Promise<GeneratorClient> {
		const link = new GeneratorLink(channel, options.part);
		await link.bounded(link.hello, options.helloWithinMs ?? 15_000, 'say hello', options.signal);
		return new GeneratorClient(link, options);
	}

	/** Compares clocks by several round trips, and keeps the shortest. */
	async clock(rounds: number): Promise<ClockEstimate> {
		let best: ClockEstimate | null = null;
		for (let round = 0; round < rounds; round++) {
			const beforeMs = harnessNowMs();
			const {monoMs, wallMs} = await this.#link.ask({command: 'clock'}, 5000, 'tell its clock', this.#signal);
			const afterMs = harnessNowMs();
			const uncertaintyMs = (afterMs - beforeMs) / 2;
			if (best === null || uncertaintyMs < best.uncertaintyMs) {
				const atMs = (beforeMs + afterMs) / 2;
				best = {atMs, offsetMs: monoMs - atMs, uncertaintyMs, pair: {monoMs, wallMs}};
			}
		}
		if (best === null) throw new RangeError('expected at least one round of clock comparison');
		return best;
	}

	/** What comes of one request. */
	async reach(order: ReachOrder): Promise<Reached> {
		const {reached} = await this.ask({command: 'reach', order}, reachWithinMs, 'ask the target once');
		if (reached === undefined) throw this.incomplete('reached');
		return reached;
	}

	/** Gives the address that is dialled. */
	async prepare(order: OpenLoopOrder, onRows: (rows: Uint8Array) => void): Promise<string> {
		// Copied, because the chunk that they came in is larger.
		this.#link.onRows = (payload) => onRows(new Uint8Array(payload));
		const {address} = await this.ask({command: 'prepare', order}, prepareWithinMs, 'resolve the target and open connections');
		if (address === undefined) throw this.incomplete('address');
		return address;
	}

	/** Gives the due time of request 0. Rows may come before. */
	async start(atMonoMs: number | null): Promise<number> {
		const {t0MonoMs} = await this.ask({command: 'start', atMonoMs}, startWithinMs, 'start its schedule');
		if (t0MonoMs === undefined) throw this.incomplete('t0MonoMs');
		return t0MonoMs;
	}

	async enterWindows(starts: WindowStarts): Promise<void> {
		await this.ask({command: 'windows', starts}, windowsWithinMs, 'change its rate');
	}

	/** The health, or why there is none: a generator that died throws nothing, for its samples tell. */
	async stop(atMonoMs: number | null, withinMs: number): Promise<GeneratorHealth | string> {
		try {
			// An interrupted run is stopped too.
			const {data} = await this.#link.ask({command: 'stop', atMonoMs}, withinMs, 'stop and drain');
			return data?.health ?? `the load generator in ${this.part} gave no health`;
		} catch (error) {
			if (!(error instanceof GatequakeError)) throw error;
			return error.message;
		}
	}

	async ask(command: CommandBody, timeoutMs: number, waitsFor: string): Promise<GeneratorReplyData> {
		const {data} = await this.#link.ask(command, timeoutMs, waitsFor, this.#signal);
		return data ?? {};
	}

	incomplete(what: string): GatequakeError {
		return new GatequakeError(`expected the load generator in ${this.part} to reply with ${what}, and it did not`, {
			code: 'LOAD_PROTOCOL',
			hint: 'the image of the load generator is of another version: remove it, and it is built again',
		});
	}
}

const reachWithinMs = 10_000;
const prepareWithinMs = 15_000;
const startWithinMs = 5000;
const windowsWithinMs = 5000;

/** The harness's own CLOCK_MONOTONIC, ms. */
export function harnessNowMs(): number {
	return Number(process.hrtime.bigint()) / 1e6;
}
