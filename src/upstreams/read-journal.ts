// Reads a journal. A line that was torn by a SIGKILL is counted as broken; it is no error.
import type {JournalLine} from './upstream.ts';

const steps: ReadonlySet<unknown> = new Set<JournalLine['s']>(['received', 'committed', 'answered', 'faulted', 'aborted']);

export function readJournal(text: string): {readonly lines: JournalLine[]; readonly broken: number} {
	const lines: JournalLine[] = [];
	let broken = 0;
	for (const row of text.split('\n')) {
		if (row === '') {
			continue;
		}

		const line = parseRow(row);
		if (line === null) {
			broken++;
		} else {
			lines.push(line);
		}
	}

	return {lines, broken};
}

function parseRow(row: string): JournalLine | null {
	try {
		const value: unknown = JSON.parse(row);
		return isJournalLine(value) ? value : null;
	} catch {
		return null;
	}
}

function isJournalLine(value: unknown): value is JournalLine {
	return (
		typeof value === 'object' &&
		value !== null &&
		't' in value &&
		typeof value.t === 'number' &&
		'r' in value &&
		typeof value.r === 'number' &&
		'p' in value &&
		typeof value.p === 'number' &&
		's' in value &&
		steps.has(value.s)
	);
}
