// Clients that try again: several samples may be tries of one client request. What a gateway did is read off every try; what a client was
// left with, off the last one.
import type {SampleSet} from './sample.ts';

/** The first try stands for the client's request; later ones are due when the client's back-off is over. */
export function isFirstTry(samples: SampleSet, row: number): boolean {
	return samples.firstId[row] === samples.id[row];
}

/** From the row of a first try to the row of the last one. Rows are ordered by due time, so the last one comes last. */
export function lastTryFinder(samples: SampleSet): (row: number) => number {
	// No client tried again.
	if (samples.firstId === samples.id) return (row) => row;
	const lastRows = new Map<number, number>();
	for (let row = 0; row < samples.count; row++) {
		if (!isFirstTry(samples, row)) lastRows.set(samples.firstId[row] ?? -1, row);
	}

	return (row) => lastRows.get(samples.id[row] ?? -1) ?? row;
}
