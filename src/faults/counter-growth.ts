// A counter that the kernel keeps, read before a fault and after it: how much it grew is what the fault met.
import type {Instant, Witness} from '../timeline/timeline.ts';
import type {Collected, FaultContext} from './fault.ts';

/** One counter, as it is named on the timeline. */
export interface GrowingCounter {
	readonly part: string;
	/** On the timeline, with `.before` and `.after` behind it: `cpu.throttled`. */
	readonly name: string;
	/** What the kernel calls it, for people: `nr_throttled`. */
	readonly field: string;
}

export interface CounterReading extends Instant {
	/** Null where the kernel does not say. */
	readonly value: number | null;
	/** The file, and where it was read. */
	readonly source: string;
}

/** Puts a reading on the timeline, for `growthIn`. */
export function recordReading(
	context: FaultContext,
	{part, name}: GrowingCounter,
	when: 'before' | 'after',
	{value, source, atMs, uncertaintyMs}: CounterReading,
): void {
	if (value !== null) {
		context.record({kind: 'counter', atMs, uncertaintyMs, part, name: `${name}.${when}`, value, source});
	}
}

export interface Growth {
	/** Null where one of the readings is missing. */
	readonly grew: number | null;
	readonly fromMs: number;
	readonly toMs: number;
	/** Both values and their source, as a line of evidence. */
	readonly evidence: string;
}

export function growthIn({events}: Collected, {part, name, field}: GrowingCounter): Growth {
	const readings = events.filter((event) => event.kind === 'counter').filter((event) => event.part === part);
	const [before, after] = ['before', 'after'].map((when) => readings.find((reading) => reading.name === `${name}.${when}`));
	return {
		grew: before === undefined || after === undefined ? null : after.value - before.value,
		fromMs: before?.atMs ?? Number.NEGATIVE_INFINITY,
		toMs: after?.atMs ?? Number.POSITIVE_INFINITY,
		evidence: `${field} in ${(before ?? after)?.source ?? 'nothing'}: ${before?.value ?? 'nothing'} before, ${after?.value ?? 'nothing'} after`,
	};
}

/** The growth itself is what the fault met; a reading that is missing proves nothing. */
export function growthWitness(counter: GrowingCounter, unit: string): (collected: Collected) => Witness {
	return (collected) => {
		const {grew, evidence} = growthIn(collected, counter);
		return {count: grew ?? 0, unit, evidence: [evidence]};
	};
}
