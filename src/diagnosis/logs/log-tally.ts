// Everything that is kept of gigabytes of log: counts, spreads over time, and a few lines of each thing seen. Its size depends on how
// many different things were said, and that is bounded.
import type {Signature} from '../signature.ts';
import {signatures} from '../signatures.ts';
import type {SignatureSource} from '../signatures.ts';
import type {LogLine} from './log-line.ts';
import type {LogSink, RequestFacts} from './log-sink.ts';
import {NameCounts} from './name-counts.ts';
import {TimeSpread} from './time-spread.ts';
import {UnknownShapes} from './unknown-shapes.ts';

export interface SignTally {
	readonly source: SignatureSource;
	readonly signature: Signature;
	count: number;
	readonly spread: TimeSpread;
	readonly upstreams: NameCounts;
	/** The first lines, then some of the later ones. */
	readonly lines: string[];
}

export interface StatusTally {
	count: number;
	readonly spread: TimeSpread;
	readonly upstreams: NameCounts;
	/** How many of them the upstream itself made, and how many the gateway; the log does not say of the others. */
	byUpstream: number;
	byGateway: number;
	/** By tenths of a second. */
	readonly durations: NameCounts;
}

/** Lines of one file. */
export interface LineCounts {
	lines: number;
	/** Those that a format knows, also where they tell of nothing. */
	understood: number;
	unknown: number;
	outsideWindow: number;
}

export interface TimeWindow {
	readonly sinceMs: number;
	readonly untilMs: number;
}

const sourceOf = new Map<Signature, SignatureSource>(
	Object.entries(signatures).flatMap(([source, list]) =>
		// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.entries forgets the keys' type.
		list.map((each): [Signature, SignatureSource] => [each, source as SignatureSource]),
	),
);

export class LogTally implements LogSink {
	readonly signs = new Map<Signature, SignTally>();
	readonly statuses = new Map<number, StatusTally>();
	/** Answers with a status below 400. */
	readonly goodAnswers = {count: 0, spread: new TimeSpread()};
	readonly unknowns = new UnknownShapes();
	/** Of everything that has a time. */
	readonly all = new TimeSpread();
	counts: LineCounts = {lines: 0, understood: 0, unknown: 0, outsideWindow: 0};
	readonly #window: TimeWindow;

	constructor(window: TimeWindow) {
		this.#window = window;
	}

	/** Requests that the access logs tell of, whatever became of them. */
	get requests(): number {
		return [...this.statuses.values()].reduce((sum, {count}) => sum + count, this.goodAnswers.count);
	}

	sign(signature: Signature, wallMs: number, upstream: string | null, line: LogLine): void {
		if (this.#isOutside(wallMs)) return;
		this.all.add(wallMs);
		let tally = this.signs.get(signature);
		if (tally === undefined) {
			tally = {
				source: sourceOf.get(signature) ?? 'nginx',
				signature,
				count: 0,
				spread: new TimeSpread(),
				upstreams: new NameCounts(),
				lines: [],
			};
			this.signs.set(signature, tally);
		}

		tally.count += 1;
		tally.spread.add(wallMs);
		if (upstream !== null) tally.upstreams.add(upstream);
		if (tally.lines.length < 6 && tally.count >= (laterLines[tally.lines.length] ?? 0)) tally.lines.push(line.shown);
	}

	good(wallMs: number): void {
		if (this.#isOutside(wallMs)) return;
		this.goodAnswers.count += 1;
		this.goodAnswers.spread.add(wallMs);
	}

	request({wallMs, status, durationMs, upstream, by}: RequestFacts): void {
		if (this.#isOutside(wallMs)) return;
		this.all.add(wallMs);
		const tally = this.#statusTally(status);
		tally.count += 1;
		tally.spread.add(wallMs);
		if (upstream !== null) tally.upstreams.add(upstream);
		if (by === 'upstream') tally.byUpstream += 1;
		if (by === 'gateway') tally.byGateway += 1;
		if (durationMs !== null && Number.isFinite(durationMs)) tally.durations.add((Math.round(durationMs / 100) / 10).toFixed(1));
	}

	#statusTally(status: number): StatusTally {
		let tally = this.statuses.get(status);
		if (tally === undefined) {
			tally = {count: 0, spread: new TimeSpread(), upstreams: new NameCounts(), byUpstream: 0, byGateway: 0, durations: new NameCounts()};
			this.statuses.set(status, tally);
		}

		return tally;
	}

	unknown(words: string, wallMs: number, line: LogLine): void {
		this.counts.unknown += 1;
		if (this.#isOutside(wallMs)) return;
		this.all.add(wallMs);
		this.unknowns.add(words, line);
	}

	#isOutside(wallMs: number): boolean {
		if (wallMs < this.#window.sinceMs || wallMs > this.#window.untilMs) {
			this.counts.outsideWindow += 1;
			return true;
		}

		return false;
	}
}

/** The line is kept that comes as the 1st, 2nd, 3rd, 10th, 100th and 1000th. */
const laterLines = [1, 2, 3, 10, 100, 1000];
