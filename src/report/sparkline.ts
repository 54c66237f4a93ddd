// Counts over time as one line of text, a sign a column.

const blocks = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const ascii = ['.', ':', '-', '=', '+', '*', '#', '@'];

/** Nothing is a blank; `top` is the tallest, by default the most there is. */
export function sparkline(counts: readonly number[], unicode: boolean, most = Math.max(...counts)): string {
	const signs = unicode ? blocks : ascii;
	const top = Math.max(1, most);
	return counts
		.map((count) => (count === 0 ? ' ' : (signs[Math.min(signs.length - 1, Math.floor((count / top) * signs.length))] ?? '')))
		.join('');
}
