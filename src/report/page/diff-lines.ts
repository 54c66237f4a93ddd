// Two texts line by line: what stands in both, and what in one alone. The longest common part, found in a table of their lines.

export interface DiffRow {
	/** Null where the line stands in the other text alone. */
	readonly left: string | null;
	readonly right: string | null;
}

/** Larger tables take too long in a page: then the texts are set side by side as they stand. */
const mostCells = 4_000_000;

export function diffLines(leftText: string, rightText: string): readonly DiffRow[] {
	const [left, right] = [leftText.split(/\r?\n/), rightText.split(/\r?\n/)];
	const head = commonLength(left, right);
	const tail = commonLength(left.slice(head).toReversed(), right.slice(head).toReversed());
	return [
		...same(left.slice(0, head)),
		...paired(middleRows(left.slice(head, left.length - tail), right.slice(head, right.length - tail))),
		...same(left.slice(left.length - tail)),
	];
}

function same(lines: readonly string[]): readonly DiffRow[] {
	return lines.map((line) => ({left: line, right: line}));
}

function commonLength(left: readonly string[], right: readonly string[]): number {
	const end = left.findIndex((line, index) => line !== right[index]);
	return end < 0 ? left.length : end;
}

function middleRows(left: readonly string[], right: readonly string[]): readonly DiffRow[] {
	const width = right.length + 1;
	if ((left.length + 1) * width > mostCells) {
		return [...left.map((line) => ({left: line, right: null})), ...right.map((line) => ({left: null, right: line}))];
	}

	// Length of the longest common part of what follows line i of the left and line j of the right.
	const lengths = new Uint32Array((left.length + 1) * width);
	const at = (i: number, j: number): number => lengths[i * width + j] ?? 0;
	for (let i = left.length - 1; i >= 0; i--) {
		for (let j = right.length - 1; j >= 0; j--) {
			lengths[i * width + j] = left[i] === right[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
		}
	}

	const rows: DiffRow[] = [];
	let [i, j] = [0, 0];
	while (i < left.length || j < right.length) {
		if (i < left.length && j < right.length && left[i] === right[j]) {
			rows.push({left: left[i++] ?? '', right: right[j++] ?? ''});
		} else if (j >= right.length || (i < left.length && at(i + 1, j) >= at(i, j + 1))) {
			rows.push({left: left[i++] ?? '', right: null});
		} else {
			rows.push({left: null, right: right[j++] ?? ''});
		}
	}

	return rows;
}

/** A stretch of removed and added lines: the first of one beside the first of the other. */
function paired(rows: readonly DiffRow[]): readonly DiffRow[] {
	const done: DiffRow[] = [];
	let removed: string[] = [];
	let added: string[] = [];
	const close = (): void => {
		for (let index = 0; index < Math.max(removed.length, added.length); index++) {
			done.push({left: removed[index] ?? null, right: added[index] ?? null});
		}

		[removed, added] = [[], []];
	};
	for (const row of rows) {
		if (row.left !== null && row.right !== null) {
			close();
			done.push(row);
		} else if (row.left === null) {
			added.push(row.right ?? '');
		} else {
			removed.push(row.left);
		}
	}

	close();
	return done;
}
