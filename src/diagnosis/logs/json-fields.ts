// A line that is one JSON object, with its fields read as what they should be; a field of another type counts as missing.

export class JsonFields {
	readonly #fields: Record<string, unknown>;

	private constructor(fields: Record<string, unknown>) {
		this.#fields = fields;
	}

	/** Null where the text is no JSON object. */
	static parse(text: string): JsonFields | null {
		if (!text.startsWith('{')) {
			return null;
		}

		try {
			return JsonFields.of(JSON.parse(text));
		} catch {
			return null;
		}
	}

	static of(value: unknown): JsonFields | null {
		return typeof value === 'object' && value !== null && !Array.isArray(value) ? new JsonFields({...value}) : null;
	}

	has(name: string): boolean {
		return this.#fields[name] !== undefined;
	}

	/** The first of these that is a text; empty and `-` count as missing. */
	text(...names: readonly string[]): string | null {
		for (const name of names) {
			const value = this.#fields[name];
			if (typeof value === 'string' && value !== '' && value !== '-') return value;
		}

		return null;
	}

	/** The first of these that is a number, or a text that reads as one. */
	number(...names: readonly string[]): number | null {
		for (const name of names) {
			const value = this.#fields[name];
			if (typeof value === 'number') return value;
			if (typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value))) return Number(value);
		}

		return null;
	}

	object(name: string): JsonFields | null {
		return JsonFields.of(this.#fields[name]);
	}

	/** Epoch in seconds, milliseconds, microseconds or nanoseconds, ISO 8601, or the time of a common log. NaN where none is there. */
	wallMs(...names: readonly string[]): number {
		for (const name of names) {
			const value = this.#fields[name];
			const number = typeof value === 'number' ? value : typeof value === 'string' && /^\d+(?:\.\d+)?$/.test(value) ? Number(value) : null;
			if (number !== null) return epochMs(number);
			if (typeof value === 'string') {
				const ms = Date.parse(value.replace(/^(\d\d)\/(\w{3})\/(\d{4}):/, '$1 $2 $3 '));
				if (!Number.isNaN(ms)) return ms;
			}
		}

		return Number.NaN;
	}
}

/** Of the units, the one that gives a year between 2001 and 2286. */
function epochMs(number: number): number {
	return number < 1e11 ? number * 1000 : number < 1e14 ? number : number < 1e17 ? number / 1000 : number / 1e6;
}
