// A comparison as a person reads it in a terminal: a table for each scenario, the verdict last.
import type {Comparison, ComparisonRow} from '../compare/comparison.ts';
import {
	differencePhrase,
	evidencePhrase,
	headedRows,
	methodPhrase,
	middlesPhrase,
	sideLines,
	verdictPhrase,
	verdictsPhrase,
} from './comparison-phrases.ts';
import {createPaint} from './console-paint.ts';
import type {Paint, Tone} from './console-paint.ts';
import type {ConsoleOptions} from './console.ts';
import {printable} from './printable.ts';

export function renderComparison(comparison: Comparison, options: ConsoleOptions): string {
	const paint = createPaint(options);
	const lines = [
		...sideLines(comparison).map((line) => toned(line.startsWith('beware') ? 'yellow' : 'dim', line, paint)),
		...[...headedRows(comparison)].flatMap(([heading, rows]) => [
			'',
			paint.tone('bold', printable(heading)),
			...tableLines(rows, comparison, paint),
		]),
		'',
		toned('dim', methodPhrase(comparison), paint),
		`${paint.tone(comparison.counts.worse > 0 ? 'red' : comparison.exitCode === 0 ? 'green' : 'yellow', verdictsPhrase(comparison))} · exit code ${comparison.exitCode}`,
		'',
	];
	return paint.finish(lines.join('\n'));
}

function tableLines(rows: readonly ComparisonRow[], {alpha}: Comparison, paint: Paint): readonly string[] {
	const table = rows.map((row) => [row.title, middlesPhrase(row), differencePhrase(row), evidencePhrase(row)].map(printable));
	const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((cells) => cells[column]?.length ?? 0)));
	return rows.map((row, index) => {
		const cells = (table[index] ?? []).map((cell, column) => cell.padEnd(widths[column] ?? 0));
		return `  ${cells.join('  ')}  ${toned(tones[row.verdict], verdictPhrase(row, alpha), paint)}`;
	});
}

const tones: Readonly<Record<ComparisonRow['verdict'], Tone>> = {
	worse: 'red',
	better: 'green',
	'no difference shown': 'dim',
	'too few repeats': 'yellow',
};

function toned(tone: Tone, text: string, paint: Paint): string {
	return paint.tone(tone, printable(text));
}
