// Counts by name, of a bounded number of names: those that come when it is full are counted together.

const most = 500;

export class NameCounts {
	readonly #counts = new Map<string, number>();
	/** How often names came that are not kept. */
	others = 0;

	add(name: string): void {
		const count = this.#counts.get(name);
		if (count !== undefined) {
			this.#counts.set(name, count + 1);
		} else if (this.#counts.size < most) {
			this.#counts.set(name, 1);
		} else {
			this.others += 1;
		}
	}

	/** The most frequent first. */
	top(atMost: number): readonly {readonly name: string; readonly count: number}[] {
		return [...this.#counts]
			.map(([name, count]) => ({name, count}))
			.sort((a, b) => b.count - a.count)
			.slice(0, atMost);
	}
}
