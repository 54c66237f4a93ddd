// Lines that nobody understood, by their shape: numbers, quoted texts and addresses left out. A bounded number of shapes is kept; where
// they do not suffice, the rarest half makes place.
import type {LogLine} from './log-line.ts';

const most = 2000;

export interface UnknownShape {
	readonly shape: string;
	count: number;
	readonly example: string;
}

export class UnknownShapes {
	#shapes = new Map<string, UnknownShape>();
	total = 0;

	add(words: string, line: LogLine): void {
		this.total += 1;
		const shape = shapeOf(words);
		const known = this.#shapes.get(shape);
		if (known !== undefined) {
			known.count += 1;
			return;
		}

		if (this.#shapes.size >= most) {
			const kept = [...this.#shapes].sort(([, a], [, b]) => b.count - a.count).slice(0, most / 2);
			this.#shapes = new Map(kept);
		}

		this.#shapes.set(shape, {shape, count: 1, example: line.shown});
	}

	top(atMost: number): readonly UnknownShape[] {
		return [...this.#shapes.values()].sort((a, b) => b.count - a.count).slice(0, atMost);
	}
}

function shapeOf(words: string): string {
	return words
		.slice(0, 300)
		.replaceAll(/"(?:[^"\\]|\\.)*"?/g, '"…"')
		.replaceAll(/\b0x[\da-f]+\b|\b[\da-f]{12,}\b/gi, 'N')
		.replaceAll(/\d+(?:[.:]\d+)*/g, 'N')
		.slice(0, 160);
}
