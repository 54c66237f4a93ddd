// A long run has more buckets than a chart has columns. Each column drawn stands for some buckets, and shows the worst of them: an outage
// of a single request is never averaged away.

export interface ThinColumn {
	/** Buckets [first, end) that the column stands for. */
	readonly first: number;
	readonly end: number;
}

/** Columns for the buckets [from, to): at most `most`, each of the same number of buckets, and on the same borders wherever the view is. */
export function thinColumns(from: number, to: number, most: number): readonly ThinColumn[] {
	const size = Math.max(1, Math.ceil((to - from) / Math.max(1, most)));
	const columns: ThinColumn[] = [];
	for (let first = Math.floor(from / size) * size; first < to; first += size) {
		columns.push({first, end: Math.min(first + size, to)});
	}

	return columns;
}

/**
 * The outcomes of each column, by name. A failure counts as often as in the bucket that has most of it; what was good fills the column up
 * to the fullest bucket, and has at least the share of the bucket that has least.
 */
export function worstOutcomes(
	outcomes: Readonly<Record<string, readonly number[]>>,
	columns: readonly ThinColumn[],
	isGood: (name: string) => boolean,
): Readonly<Record<string, readonly number[]>> {
	const names = Object.keys(outcomes);
	const thin: Record<string, number[]> = Object.fromEntries(names.map((name) => [name, []]));
	for (const column of columns) {
		let fullest = 0;
		for (let bucket = column.first; bucket < column.end; bucket++) {
			fullest = Math.max(fullest, total(outcomes, names, bucket));
		}

		const worst = names.map((name) => (isGood(name) ? 0 : mostOf(outcomes[name] ?? [], column)));
		let room = Math.max(0, fullest - worst.reduce((sum, count) => sum + count, 0));
		for (const [place, name] of names.entries()) {
			const count = isGood(name) ? Math.min(room, mostOf(outcomes[name] ?? [], column)) : (worst[place] ?? 0);
			room -= isGood(name) ? count : 0;
			thin[name]?.push(count);
		}
	}

	return thin;
}

/** The highest of each column; null where it has none. */
export function highest(values: readonly (number | null)[], columns: readonly ThinColumn[]): readonly (number | null)[] {
	return columns.map((column) => extreme(values, column, (a, b) => a > b));
}

/** The lowest of each column: a drop of throughput is what is looked for. */
export function lowest(values: readonly (number | null)[], columns: readonly ThinColumn[]): readonly (number | null)[] {
	return columns.map((column) => extreme(values, column, (a, b) => a < b));
}

function extreme(values: readonly (number | null)[], {first, end}: ThinColumn, beats: (a: number, b: number) => boolean): number | null {
	let found: number | null = null;
	for (let bucket = first; bucket < end; bucket++) {
		const value = values[bucket] ?? null;
		if (value !== null && (found === null || beats(value, found))) {
			found = value;
		}
	}

	return found;
}

function mostOf(counts: readonly number[], {first, end}: ThinColumn): number {
	let most = 0;
	for (let bucket = first; bucket < end; bucket++) {
		most = Math.max(most, counts[bucket] ?? 0);
	}

	return most;
}

function total(outcomes: Readonly<Record<string, readonly number[]>>, names: readonly string[], bucket: number): number {
	return names.reduce((sum, name) => sum + (outcomes[name]?.[bucket] ?? 0), 0);
}
