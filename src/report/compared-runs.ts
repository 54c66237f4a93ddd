// The runs that a comparison was made of, as its page carries them: packed as they are read, so that their reports can be let go.
import {boundText} from './bound-text.ts';
import {PagePacker} from './page-data.ts';
import type {PageChunk} from './page-data.ts';
import type {RunReport} from './report.ts';

export class ComparedRuns {
	readonly #packer = new PagePacker();
	readonly #chunks: PageChunk[] = [];
	readonly #places = new Map<string, number>();

	/** `side`: its label, where each side is a report of its own. Controls and what proved nothing are in no pair. */
	add(run: RunReport, source: string, side: string | null): void {
		const name = nameOf(source, run.id);
		if (run.mode === 'control' || run.verdict === 'inconclusive' || this.#places.has(name)) return;
		this.#places.set(name, this.#places.size + 1);
		this.#chunks.push(...this.#packer.pack(boundText(run), side));
	}

	/** Its number in the page's addresses. */
	numberOf(source: string, id: string): number | null {
		return this.#places.get(nameOf(source, id)) ?? null;
	}

	chunks(): readonly PageChunk[] {
		return [...this.#chunks, this.#packer.index()];
	}
}

function nameOf(source: string, id: string): string {
	return JSON.stringify([source, id]);
}
