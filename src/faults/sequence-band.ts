// One part of a sequence in one turn: it begins when its time has come, ends when its time is over or the whole is, and is told of as a band.
import type {Instant, TimelineEvent, Witness} from '../timeline/timeline.ts';
import type {ArmedFault, Collected, Fault, FaultContext} from './fault.ts';

export interface Occurrence {
	/** For reports: `parts[1], turn 2`. */
	readonly name: string;
	readonly fault: Fault;
	/** From the effect of the first part. */
	readonly atMs: number;
	/** From its own effect; null: until the whole ends. */
	readonly forMs: number | null;
}

/** How soon the end of the whole is noticed. */
const lookMs = 20;

export class SequenceBand {
	readonly occurrence: Occurrence;
	readonly #context: FaultContext;
	readonly #over: AbortSignal;
	#armed: ArmedFault | null = null;
	#askedMs = Number.NEGATIVE_INFINITY;
	readonly #begun = Promise.withResolvers<void>();
	#ended: (Instant & {readonly evidence: string}) | null = null;

	/** `over` is aborted when the whole is to end. */
	constructor(occurrence: Occurrence, context: FaultContext, over: AbortSignal) {
		this.occurrence = occurrence;
		this.#context = context;
		this.#over = over;
	}

	get name(): string {
		return `${this.occurrence.name} (${this.occurrence.fault.describe})`;
	}

	/** Null before its end was observed. */
	get ended(): (Instant & {readonly evidence: string}) | null {
		return this.#ended;
	}

	/** Kept when it has taken effect, could not, or is not going to any more. */
	get begun(): Promise<void> {
		return this.#begun.promise;
	}

	async begin(): Promise<ArmedFault> {
		try {
			if (this.#armed === null) {
				this.#askedMs = this.#context.now().atMs;
				this.#armed = await this.occurrence.fault.inject(this.#context);
			}

			return this.#armed;
		} finally {
			this.#begun.resolve();
		}
	}

	/** Nothing where it did not begin. */
	async end(): Promise<void> {
		const {occurrence} = this;
		if (this.#armed === null || this.#ended !== null) {
			return;
		}

		const {effective, evidence} = this.#armed;
		this.#ended = await this.#armed.clear();
		this.#context.record({
			kind: 'fault-part',
			...effective,
			name: occurrence.name,
			describe: occurrence.fault.describe,
			toMs: this.#ended.atMs,
			evidence,
		});
	}

	/** `zeroMs`: the instant on the timeline from which `atMs` counts. It begins no earlier than then, and after all that are `before` it. */
	async play(zeroMs: number, before: readonly SequenceBand[]): Promise<void> {
		const {atMs, forMs} = this.occurrence;
		try {
			await this.#until(zeroMs + atMs);
			await Promise.all(before.map(async ({begun}) => await begun));
			if (this.#over.aborted && this.#armed === null) {
				return;
			}

			const {effective} = await this.begin();
			await this.#until(forMs === null ? Number.POSITIVE_INFINITY : effective.atMs + forMs);
		} finally {
			this.#begun.resolve();
			await this.end();
		}
	}

	/**
	 * What this part met in this turn. Another turn, or another part of the same kind, must not vouch for it: of what happened before it was
	 * asked for it sees arrivals alone, which show that its target was in use, and of what happened after its end nothing. What may have
	 * happened within, as far as its instant is known, counts: logs of gateways tell whole seconds.
	 */
	witness({events, samples}: Collected): Witness {
		if (this.#armed === null) {
			return {count: 0, unit: 'requests, because it had not begun when the sequence ended', evidence: []};
		}

		const toMs = this.#ended === null ? Number.POSITIVE_INFINITY : this.#ended.atMs + this.#ended.uncertaintyMs;
		const seen = events.filter(
			(event) => event.atMs - event.uncertaintyMs <= toMs && (event.atMs + event.uncertaintyMs >= this.#askedMs || isArrival(event)),
		);
		return this.#armed.witness({events: seen, samples});
	}

	async #until(thenMs: number): Promise<void> {
		for (;;) {
			const leftMs = thenMs - this.#context.now().atMs;
			if (this.#over.aborted || leftMs <= 0) {
				return;
			}

			await this.#context.pause(Math.min(lookMs, leftMs));
		}
	}
}

function isArrival(event: TimelineEvent): boolean {
	return event.kind === 'journal' && event.step === 'received';
}
