// The name a person probably meant: for unknown keys, scenarios, gateways, flags. Says nothing rather than something far-fetched.

/** The candidate nearest to `word`, or undefined where none is near. Letter case does not matter. */
export function nearestName(word: string, candidates: readonly string[]): string | undefined {
	const wanted = word.toLowerCase();
	let nearest: string | undefined;
	let nearestDistance = Math.max(1, Math.floor(wanted.length / 3)) + 1;
	for (const candidate of candidates) {
		const distance = distanceBetween(wanted, candidate.toLowerCase());
		if (distance < nearestDistance) {
			nearest = candidate;
			nearestDistance = distance;
		}
	}

	return nearest;
}

// A missing or extra ending (`delay` for `delayMs`) is the most frequent slip with units in names, so it counts as one.
function distanceBetween(wanted: string, candidate: string): number {
	const [shorter, longer] = wanted.length < candidate.length ? [wanted, candidate] : [candidate, wanted];
	if (shorter.length >= 3 && longer.startsWith(shorter)) return shorter === longer ? 0 : 1;
	return editDistance(wanted, candidate);
}

// Letters inserted, removed, replaced, or swapped with their neighbour.
function editDistance(a: string, b: string): number {
	let beforeLast: number[] = [];
	let last = Array.from({length: b.length + 1}, (_, column) => column);
	for (let row = 1; row <= a.length; row++) {
		const current = [row];
		for (let column = 1; column <= b.length; column++) {
			const same = a[row - 1] === b[column - 1];
			let best = Math.min(at(last, column) + 1, at(current, column - 1) + 1, at(last, column - 1) + (same ? 0 : 1));
			const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
			if (swapped) best = Math.min(best, at(beforeLast, column - 2) + 1);
			current.push(best);
		}

		beforeLast = last;
		last = current;
	}

	return at(last, b.length);
}

function at(row: readonly number[], column: number): number {
	return row[column] ?? Number.POSITIVE_INFINITY;
}
