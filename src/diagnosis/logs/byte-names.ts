// Names that come again and again in a log (an upstream's address) as strings, without a new string for each line.

export class ByteNames {
	readonly #known = new Map<number, {readonly key: Buffer; readonly name: string}>();

	/** The text of these bytes. A log with thousands of names gets the rest as new strings. */
	nameOf(bytes: Buffer, start: number, end: number): string {
		let hash = end - start;
		for (let index = start; index < end; index++) {
			hash = (Math.imul(hash, 31) + (bytes[index] ?? 0)) | 0;
		}

		const known = this.#known.get(hash);
		if (known !== undefined && known.key.length === end - start && bytes.compare(known.key, 0, known.key.length, start, end) === 0) {
			return known.name;
		}

		const name = bytes.toString('latin1', start, end);
		if (known === undefined && this.#known.size < 4096) {
			this.#known.set(hash, {key: Buffer.from(bytes.subarray(start, end)), name});
		}

		return name;
	}
}
