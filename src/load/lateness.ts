// Histogram of how late requests were sent: buckets of 10 µs up to the limit beyond which a request is not sent any more. Fixed memory.

/** A request that could not be sent this long after it was due is recorded as unsent: sending it would be a burst, and a burst is a fault. */
export const abandonAfterMs = 200;
const bucketMs = 0.01;

export class Lateness {
	readonly #buckets = new Uint32Array(Math.ceil(abandonAfterMs / bucketMs) + 1);
	#count = 0;
	#late = 0;
	#maxMs = 0;

	/** `lateMs` beyond 5 ms counts as late. */
	add(lateMs: number): void {
		const bucket = Math.min(Math.max(0, Math.floor(lateMs / bucketMs)), this.#buckets.length - 1);
		this.#buckets[bucket] = (this.#buckets[bucket] ?? 0) + 1;
		this.#count++;
		if (lateMs > lateBeyondMs) this.#late++;
		if (lateMs > this.#maxMs) this.#maxMs = lateMs;
	}

	get count(): number {
		return this.#count;
	}

	get maxMs(): number {
		return this.#maxMs;
	}

	get latePercent(): number {
		return this.#count === 0 ? 0 : (100 * this.#late) / this.#count;
	}

	/** Upper edge of the bucket that holds the quantile; 0 where nothing was sent. */
	quantileMs(share: number): number {
		let missing = Math.max(1, Math.ceil(share * this.#count));
		for (const [index, inBucket] of this.#buckets.entries()) {
			missing -= inBucket;
			if (missing <= 0 && index < this.#buckets.length - 1) return Math.min((index + 1) * bucketMs, this.#maxMs);
		}
		return this.#maxMs;
	}
}

const lateBeyondMs = 5;
