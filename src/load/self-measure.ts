// What the generator measures about itself while it runs, in fixed memory; judged in health.ts.
import {judgeHealth} from './health.ts';
import {Lateness} from './lateness.ts';
import {monoNowMs} from './mono-clock.ts';
import type {GeneratorHealth} from '../timeline/sample.ts';

/** A stretch without a send is a gap where it is this much longer than the schedule wants it. */
const gapBeyondMs = 20;
const maxGaps = 1000;

export class SelfMeasure {
	inFlight = 0;
	readonly #lateness = new Lateness();
	readonly #gaps: [number, number][] = [];
	#lastSentMs = 0;
	#unsent = 0;
	#takenBack = 0;
	#peakInFlight = 0;
	#connectionsOpened = 0;
	#t0Ms = 0;
	#cpuAtStart = process.cpuUsage();

	start(t0MonoMs: number): void {
		this.#t0Ms = t0MonoMs;
		this.#cpuAtStart = process.cpuUsage();
	}

	/** `sentMs` is ms since t0, `periodMs` the time that the schedule has between the request before and this one. */
	sent(sentMs: number, lateMs: number, periodMs: number): void {
		this.#lateness.add(lateMs);
		if (sentMs - this.#lastSentMs > periodMs + gapBeyondMs && this.#gaps.length < maxGaps) this.#gaps.push([this.#lastSentMs, sentMs]);
		this.#lastSentMs = sentMs;
		this.inFlight++;
		if (this.inFlight > this.#peakInFlight) this.#peakInFlight = this.inFlight;
	}

	/** A request that was in flight has ended. Where the generator had no descriptor or port for it, it was not sent after all. */
	ended(wasSent: boolean): void {
		this.inFlight--;
		if (wasSent) return;
		this.#unsent++;
		this.#takenBack++;
	}

	unsent(): void {
		this.#unsent++;
	}

	connectionOpened(): void {
		this.#connectionsOpened++;
	}

	health(): GeneratorHealth {
		const elapsedMs = Math.max(1, monoNowMs() - this.#t0Ms);
		const cpu = process.cpuUsage(this.#cpuAtStart);
		const sent = this.#lateness.count - this.#takenBack;
		return judgeHealth({
			intended: sent + this.#unsent,
			sent,
			unsent: this.#unsent,
			latePercent: this.#lateness.latePercent,
			lateP50Ms: this.#lateness.quantileMs(0.5),
			lateP99Ms: this.#lateness.quantileMs(0.99),
			lateMaxMs: this.#lateness.maxMs,
			peakInFlight: this.#peakInFlight,
			connectionsOpened: this.#connectionsOpened,
			cpuPercent: (cpu.user + cpu.system) / 10 / elapsedMs,
			gaps: this.#gaps,
		});
	}
}
