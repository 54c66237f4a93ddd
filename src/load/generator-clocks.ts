// The clocks of a run's generators: one for each machine. Those on the first one's machine share its clock exactly, as all containers of an
// engine do; another machine's is compared with it by round trips, before the load, all through it, and after it.
import {fitClock, type ClockLine, type ClockReading} from './clock-track.ts';
import {harnessNowMs, type ClockEstimate, type GeneratorClient} from './generator-client.ts';

/** Of a generator, on the clock of the first one's machine. */
export interface MappedClock {
	/** Milliseconds of the first one's clock in one of this one's. */
	readonly rate: number;
	readonly driftPpm: number;
	/** This one's clock minus the first one's, at the beginning of the load. */
	readonly offsetMs: number;
	/** The most that a mapped instant of the load can be wrong. */
	readonly uncertaintyMs: number;
	/** Round trips that were kept. */
	readonly readings: number;
	toFirstMs(monoMs: number): number;
}

interface MachineClock {
	readonly client: GeneratorClient;
	readonly readings: ClockReading[];
}

export class GeneratorClocks {
	/** By machine, in the order of their first generators. */
	readonly #machines = new Map<string | null, MachineClock>();
	#measuring: NodeJS.Timeout | null = null;
	#underWay: Promise<void> = Promise.resolve();

	constructor(generators: readonly GeneratorClient[]) {
		for (const client of generators) {
			if (!this.#machines.has(client.machine)) this.#machines.set(client.machine, {client, readings: []});
		}
	}

	get areSeveral(): boolean {
		return this.#machines.size > 1;
	}

	/** The first one's, by the latest reading. */
	async readFirst(): Promise<ClockEstimate> {
		const [first] = this.#machines.values();
		if (first === undefined) throw new RangeError('expected at least one load generator');
		const estimate = await first.client.clock(manyRounds);
		first.readings.push(estimate);
		return estimate;
	}

	/** Before a load: what earlier ones were read is forgotten. */
	async readAll(): Promise<void> {
		for (const {client, readings} of this.#machines.values()) readings.splice(0, readings.length, await client.clock(manyRounds));
	}

	/** Now on a generator's clock, or at another instant of the harness, as far as it is known so far. */
	monoMs(machine: string | null, harnessMs: number = harnessNowMs()): number {
		return harnessMs + (this.#machines.get(machine)?.readings.at(-1)?.offsetMs ?? 0);
	}

	/** Reads all of them every second from now on, where there are several. A generator hears by it that somebody still wants its load. */
	keepReading(): void {
		if (!this.areSeveral) return;
		this.#measuring = setInterval(() => {
			this.#underWay = this.#underWay.then(async () => await this.#readQuickly());
		}, everyMs);
		this.#measuring.unref();
	}

	/** At once: what is under way ends by itself. */
	endReading(): void {
		if (this.#measuring !== null) clearInterval(this.#measuring);
		this.#measuring = null;
	}

	/** After a load. */
	async readOnceMore(): Promise<void> {
		await this.#underWay;
		if (this.areSeveral) await this.#readEach(manyRounds);
	}

	/** For a load between two instants of the first one's clock. */
	mapped(machine: string | null, fromFirstMs: number, toFirstMs: number): MappedClock {
		const [first] = this.#machines.values();
		const that = this.#machines.get(machine);
		if (first === undefined || that === undefined) throw new RangeError(`expected a generator on the machine ${machine}`);
		if (that === first) {
			return {rate: 1, driftPpm: 0, offsetMs: 0, uncertaintyMs: 0, readings: 0, toFirstMs: (monoMs) => monoMs};
		}
		return between(fitClock(first.readings), fitClock(that.readings), that.readings.length, [fromFirstMs, toFirstMs]);
	}

	/** Behind one another instead of all at once: a slow one delays the next reading, and no two are ever under way. */
	async #readQuickly(): Promise<void> {
		if (this.#measuring !== null) await this.#readEach(fewRounds);
	}

	async #readEach(rounds: number): Promise<void> {
		await Promise.all(
			[...this.#machines.values()].map(async ({client, readings}) => {
				// One that died, or is silent, says so when it is told to stop.
				const estimate = await client.clock(rounds).catch(() => null);
				if (estimate !== null) readings.push(estimate);
			}),
		);
	}
}

const manyRounds = 15;
const fewRounds = 3;
const everyMs = 1000;

function between(first: ClockLine, that: ClockLine, readings: number, [fromMs, toMs]: readonly [number, number]): MappedClock {
	const [fromHarnessMs, toHarnessMs] = [first.toHarnessMs(fromMs), first.toHarnessMs(toMs)];
	const [firstRate, thatRate] = [1 + first.driftPpm / 1e6, 1 + that.driftPpm / 1e6];
	return {
		rate: firstRate / thatRate,
		driftPpm: (thatRate / firstRate - 1) * 1e6,
		offsetMs: that.offsetAt(fromHarnessMs) - first.offsetAt(fromHarnessMs),
		uncertaintyMs: first.uncertaintyMs(fromHarnessMs, toHarnessMs) + that.uncertaintyMs(fromHarnessMs, toHarnessMs),
		readings,
		toFirstMs(monoMs) {
			const harnessMs = that.toHarnessMs(monoMs);
			return harnessMs + first.offsetAt(harnessMs);
		},
	};
}
