// A log says few things very often. The words of a line without its numbers are its shape, and what a shape means is looked up once;
// after that a line costs one pass over its bytes. Numbers right behind a bracket stay, since they are error numbers: `(111: …`.

export class ShapeCache<Meaning> {
	readonly #shapes = new Map<number, {readonly key: Uint8Array; readonly meaning: Meaning}>();
	readonly #scratch = new Uint8Array(1024);

	/** `find` is asked for shapes that are new; its answer must not depend on the numbers that are left out. */
	meaningOf(bytes: Buffer, start: number, end: number, find: () => Meaning): Meaning {
		const scratch = this.#scratch;
		const stop = Math.min(end, start + scratch.length);
		let length = 0;
		let hash = 7;
		let keepNumber = false;
		for (let index = start; index < stop; index++) {
			const byte = bytes[index] ?? 0;
			const isDigit = byte >= 0x30 && byte <= 0x39;
			if (isDigit && !keepNumber) {
				continue;
			}

			keepNumber = byte === 0x28 || (isDigit && keepNumber);
			scratch[length++] = byte;
			hash = (Math.imul(hash, 31) + byte) | 0;
		}

		const known = this.#shapes.get(hash);
		if (known !== undefined && isSame(known.key, scratch, length)) {
			return known.meaning;
		}

		const meaning = find();
		if (known === undefined && this.#shapes.size < 20_000 && stop === end) {
			this.#shapes.set(hash, {key: scratch.slice(0, length), meaning});
		}

		return meaning;
	}
}

function isSame(key: Uint8Array, scratch: Uint8Array, length: number): boolean {
	if (key.length !== length) {
		return false;
	}

	for (let index = 0; index < length; index++) {
		if (key[index] !== scratch[index]) {
			return false;
		}
	}

	return true;
}
