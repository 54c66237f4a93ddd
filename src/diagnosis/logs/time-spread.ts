// How often something happened over a time that is not known beforehand, in 256 cells: where they do not reach, two become one.

const cells = 256;

export interface SpreadCounts {
	readonly fromMs: number;
	readonly widthMs: number;
	readonly counts: readonly number[];
}

export class TimeSpread {
	readonly #counts = new Float64Array(cells);
	#fromMs = Number.NaN;
	#widthMs = 1000;
	firstMs = Number.NaN;
	lastMs = Number.NaN;

	add(wallMs: number): void {
		if (Number.isNaN(wallMs)) {
			return;
		}

		if (Number.isNaN(this.#fromMs)) {
			this.#fromMs = Math.floor(wallMs / 1000) * 1000;
			this.firstMs = wallMs;
			this.lastMs = wallMs;
		}

		if (wallMs < this.firstMs) this.firstMs = wallMs;
		if (wallMs > this.lastMs) this.lastMs = wallMs;
		let cell = Math.floor((wallMs - this.#fromMs) / this.#widthMs);
		while (cell < 0 || cell >= cells) {
			this.#widen(cell < 0);
			cell = Math.floor((wallMs - this.#fromMs) / this.#widthMs);
		}

		this.#counts[cell] = (this.#counts[cell] ?? 0) + 1;
	}

	#widen(toEarlier: boolean): void {
		const old = this.#counts.slice();
		const offset = toEarlier ? cells / 2 : 0;
		this.#counts.fill(0);
		for (let cell = 0; cell < cells; cell++) {
			const place = offset + Math.floor(cell / 2);
			this.#counts[place] = (this.#counts[place] ?? 0) + (old[cell] ?? 0);
		}

		this.#widthMs *= 2;
		if (toEarlier) this.#fromMs -= offset * this.#widthMs;
	}

	/** In at most that many columns, from the first that is not empty to the last. */
	columns(atMost: number): SpreadCounts | null {
		const first = this.#counts.findIndex((count) => count > 0);
		const last = this.#counts.findLastIndex((count) => count > 0);
		if (first === -1) {
			return null;
		}

		const step = Math.ceil((last - first + 1) / atMost);
		const counts = Array.from({length: Math.ceil((last - first + 1) / step)}, (_, column) => {
			const from = first + column * step;
			return this.#counts.slice(from, Math.min(from + step, last + 1)).reduce((sum, count) => sum + count, 0);
		});
		return {fromMs: this.#fromMs + first * this.#widthMs, widthMs: this.#widthMs * step, counts};
	}
}
