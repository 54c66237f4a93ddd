// How judgements speak of numbers: the expected and the observed phrase must be comparable by eye.
import type {Range} from './expectation.ts';

/** `99.2 %`. Never rounds a part to the whole: 99.96 % stays below 100 %. */
export function percent(share: number): string {
	const tenths = share * 1000;
	const rounded = share > 0.5 ? Math.floor(tenths + 1e-9) : Math.ceil(tenths - 1e-9);
	return `${rounded / 10} %`;
}

/** `3 of 600 (0.5 %)`. */
export function countOf(part: number, whole: number): string {
	return whole === 0 ? '0 of 0' : `${part} of ${whole} (${percent(part / whole)})`;
}

/** `99 % to 100 %`, `at least 99 %`, `exactly 100 %`. */
export function shareWords([from, to]: Range): string {
	if (to === null || to === Number.POSITIVE_INFINITY) return `at least ${percent(from)}`;
	return from === to ? `exactly ${percent(from)}` : `${percent(from)} to ${percent(to)}`;
}

/** `900 to 1100 ms`, `at least 5`, `exactly 0`. */
export function rangeWords([from, to]: Range, unit = ''): string {
	const suffix = unit === '' ? '' : ` ${unit}`;
	if (to === null || to === Number.POSITIVE_INFINITY) return `at least ${from}${suffix}`;
	return from === to ? `exactly ${from}${suffix}` : `${from} to ${to}${suffix}`;
}

/** Three digits that count: `0.412 ms`, `3.41 ms`, `1002 ms`; `none` for null. */
export function milliseconds(ms: number | null): string {
	if (ms === null) return 'none';
	const digits = Math.abs(ms) >= 100 ? 0 : Math.abs(ms) >= 10 ? 1 : 2;
	return `${Number(ms.toFixed(digits))} ms`;
}

/** At most `limit` of the lines, and how many more there were. */
export function atMost(lines: readonly string[], limit = 10): readonly string[] {
	return lines.length <= limit ? lines : [...lines.slice(0, limit - 1), `... and ${lines.length - limit + 1} more`];
}

/** Most frequent first: `502 × 588, cut × 12`. */
export function tallyWords(counts: Readonly<Record<string, number>>): string {
	const entries = Object.entries(counts).sort(([, a], [, b]) => b - a);
	return entries.length === 0 ? 'nothing' : entries.map(([word, count]) => `${word} × ${count}`).join(', ');
}
