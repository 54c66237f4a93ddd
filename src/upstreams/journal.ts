// The app's journal: one JSON object a line, each appended with one write(2), so that what the app did before a SIGKILL can be read after it.
import {mkdirSync, openSync, writeSync} from 'node:fs';
import {dirname} from 'node:path';
import {monoMs} from './mono-clock.ts';
import type {JournalLine} from './upstream.ts';

export type JournalEntry = Omit<JournalLine, 't' | 'p'>;

export class Journal {
	readonly #descriptor: number;
	readonly #clock: () => number;

	constructor(path: string, clock: () => number = monoMs) {
		mkdirSync(dirname(path), {recursive: true});
		this.#descriptor = openSync(path, 'a');
		this.#clock = clock;
	}

	write(entry: JournalEntry): void {
		writeSync(this.#descriptor, journalText(entry, this.#clock(), process.pid));
	}
}

/** Built by hand: it runs several times a request. Only keys and details can hold what JSON must escape. */
export function journalText(entry: JournalEntry, atMonoMs: number, pid: number): string {
	let text = `{"t":${atMonoMs.toFixed(3)},"r":${entry.r},"s":"${entry.s}"`;
	if (entry.k !== undefined) {
		text += `,"k":${JSON.stringify(entry.k)}`;
	}

	if (entry.c !== undefined) {
		text += `,"c":${entry.c}`;
	}

	if (entry.d !== undefined) {
		text += `,"d":${JSON.stringify(entry.d)}`;
	}

	if (entry.h !== undefined) {
		text += `,"h":${entry.h}`;
	}

	return `${text},"p":${pid}}\n`;
}
