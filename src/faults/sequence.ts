// Several faults on one time line: one after the other, at once, or again and again; on one part or on many. It is a fault itself, so that
// whatever can be done with a fault can be done with a story of them.
import {array, checkOptions, isRecord, nullable, number, object, problem, required} from '../expectations/options.ts';
import type {OptionProblem} from '../expectations/expectation.ts';
import {randomAt} from '../load/random.ts';
import type {FaultNeeds, NetworkNeed} from '../scenario/plan.ts';
import {armed} from './armed.ts';
import type {Fault, FaultContext} from './fault.ts';
import {SequenceBand} from './sequence-band.ts';
import type {Occurrence} from './sequence-band.ts';

/** One fault of several, and when. */
export interface SequencePart {
	readonly fault: Fault;
	/** From the effect of the first part, in ms; later where a part of an earlier time does not work yet. Default 0. */
	readonly atMs?: number;
	/** From its own effect, in ms; null (default): until the sequence is cleared. */
	readonly forMs?: number | null;
	/** The same again: `times` in all, one each `everyMs`, each up to `jitterMs` (default 0) later, by the seed of the run. Needs `forMs`. */
	readonly repeat?: {readonly times: number; readonly everyMs: number; readonly jitterMs?: number};
}

/** Of `sequence()`. */
export interface SequenceOptions {
	/** Faults, each with its place on the time line. */
	readonly parts: readonly SequencePart[];
}

/**
 * Several faults on one time line.
 * @example sequence({parts: [{fault: dnsDead()}, {fault: gatewayKill(), atMs: 2500, forMs: 500}]})
 */
export function sequence(options: SequenceOptions): Fault {
	// Whatever was written: a mistake in it is told by `check`.
	const parts = [options.parts].flat().filter((part) => isRecord(part) && isFault(part['fault']));
	const effects = parts.map(({fault}) => fault.effect);
	const firstAtMs = Math.min(...parts.map(({atMs = 0}) => atMs));
	return {
		kind: 'sequence',
		options: {parts: parts.map(({fault, ...when}) => ({fault: {kind: fault.kind, options: fault.options}, ...when}))},
		describe: parts.map((part) => inWords(part)).join('; '),
		effect: {
			withinMs: Math.max(0, ...parts.filter(({atMs = 0}) => atMs === firstAtMs).map(({fault}) => fault.effect.withinMs)),
			goneWithinMs: Math.max(0, ...effects.map(({goneWithinMs}) => goneWithinMs)),
		},
		needs: unionOf(parts.map(({fault}) => fault.needs ?? {network: [], links: []})),
		check: (topology) => [
			...checkOptions(options, 'fault', {parts: required(array(partChecker, {minLength: 1}))}),
			...parts.flatMap(({fault}, index) =>
				fault.check(topology).map((found) => ({...found, path: found.path.replace(/^fault\b/, `fault.parts[${index}].fault`)})),
			),
		],
		inject: async (context) => await injectAll(occurrencesOf(parts, context.plan.seed), context),
	};
}

async function injectAll(occurrences: readonly Occurrence[], context: FaultContext): ReturnType<Fault['inject']> {
	const over = new AbortController();
	const bands = occurrences.map((occurrence) => new SequenceBand(occurrence, context, over.signal));
	const startMs = Math.min(...occurrences.map(({atMs}) => atMs));
	const first = bands.filter(({occurrence}) => occurrence.atMs === startMs);
	const begun = await Promise.allSettled(first.map(async (band) => await band.begin()));
	const failed = begun.find((result) => result.status === 'rejected');
	if (failed !== undefined) {
		await Promise.allSettled(first.map(async (band) => await band.end()));
		throw failed.reason;
	}

	const [{effective, evidence} = unreachable()] = begun
		.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
		.toSorted((a, b) => a.effective.atMs - b.effective.atMs);
	const played = bands.map(async (band) => {
		const before = bands.filter(({occurrence}) => occurrence.atMs < band.occurrence.atMs);
		await band.play(effective.atMs - startMs, before);
	});
	// Told when the sequence is cleared, which somebody waits for; until then nobody does.
	const all = Promise.allSettled(played);
	return armed({
		effective,
		evidence,
		async clear() {
			over.abort();
			const problems = (await all).flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
			if (problems.length > 0) {
				throw problems.length === 1
					? problems[0]
					: new AggregateError(problems, `${problems.length} parts of the sequence failed: ${problems.map(messageOf).join('; ')}`);
			}

			const [last = unreachable()] = bands.flatMap(({ended}) => (ended === null ? [] : [ended])).toSorted((a, b) => b.atMs - a.atMs);
			return last;
		},
		witness(collected) {
			const met = bands.map((band) => ({band, witness: band.witness(collected)}));
			// The parts that met nothing first: they are why the whole proved nothing.
			const lines = met.toSorted((a, b) => a.witness.count - b.witness.count);
			return {
				count: met.some(({witness}) => witness.count === 0) ? 0 : met.length,
				unit: `parts of the sequence, of ${met.length}, if each of them met traffic`,
				evidence: lines.flatMap(({band, witness}) => [`${band.name}: ${witness.count} ${witness.unit}`, ...witness.evidence.slice(0, 1)]),
			};
		},
	});
}

function occurrencesOf(parts: readonly SequencePart[], seed: number): readonly Occurrence[] {
	return parts.flatMap(({fault, atMs = 0, forMs = null, repeat: {times, everyMs, jitterMs = 0} = once}: SequencePart, index) =>
		Array.from({length: times}, (_, turn) => ({
			name: `parts[${index}]${times === 1 ? '' : `, turn ${turn + 1}`}`,
			fault,
			// Each part rolls its own dice; the first turn is on time, for the others count from it.
			atMs: atMs + turn * everyMs + (turn === 0 ? 0 : jitterMs * randomAt(seed + index, turn)),
			forMs,
		})),
	);
}

const once: NonNullable<SequencePart['repeat']> = {times: 1, everyMs: 0};

/** Needs of all: what several want in one namespace is one need. */
function unionOf(needs: readonly FaultNeeds[]): FaultNeeds {
	const network = Map.groupBy(
		needs.flatMap((need) => need.network),
		({part}) => part,
	);
	return {
		network: [...network].map(([part, wanted]): NetworkNeed => {
			const sysctls: Readonly<Record<string, string>> = Object.assign({}, ...wanted.map((need) => need.sysctls));
			return {
				part,
				kernel: [...new Set(wanted.flatMap(({kernel}) => kernel))],
				...(Object.keys(sysctls).length === 0 ? {} : {sysctls}),
			};
		}),
		links: [...new Set(needs.flatMap(({links}) => links))],
	};
}

function partChecker(value: unknown, path: string): readonly OptionProblem[] {
	const problems = checkOptions(value, path, {
		fault: required((fault, where) => (isFault(fault) ? [] : [problem(where, 'a fault such as kill({signal: "SIGKILL"})', fault)])),
		atMs: number({min: 0}),
		forMs: nullable(number({min: 1})),
		repeat: object({times: required(number({min: 2, integer: true})), everyMs: required(number({min: 1})), jitterMs: number({min: 0})}),
	});
	return isRecord(value) && value['repeat'] !== undefined && typeof value['forMs'] !== 'number'
		? [...problems, {path: `${path}.forMs`, message: 'what is repeated must end', hint: 'say how long each turn lasts: forMs'}]
		: problems;
}

function isFault(value: unknown): value is Fault {
	return isRecord(value) && typeof value['kind'] === 'string' && typeof value['inject'] === 'function';
}

function inWords({fault, atMs = 0, forMs = null, repeat}: SequencePart): string {
	const often = repeat === undefined ? '' : `, ${repeat.times} times, one each ${repeat.everyMs} ms`;
	return `at ${atMs} ms: ${fault.describe}${forMs === null ? '' : `, for ${forMs} ms`}${often}`;
}

function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}

function unreachable(): never {
	throw new Error('a sequence without parts was injected: its check refuses that');
}
