// A comparison for a pull request or a job's page: a table for each scenario.
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
import {markdownText} from './markdown-text.ts';

export function renderComparisonMarkdown(comparison: Comparison): string {
	const mark = comparison.counts.worse > 0 ? '❌' : comparison.exitCode === 0 ? '✅' : '❔';
	const lines = [
		`## ${mark} Gatequake: ${verdictsPhrase(comparison)}`,
		'',
		...sideLines(comparison).map((line) => `- ${markdownText(line)}`),
		'',
		...[...headedRows(comparison)].flatMap(([heading, rows]) => [
			`### ${markdownText(heading)}`,
			'',
			'| | A → B | Difference | Evidence | B is |',
			'| --- | --- | --- | --- | --- |',
			...rows.map((row) => rowLine(row, comparison)),
			'',
		]),
		`<sub>gatequake ${markdownText(comparison.tool.version)} · ${markdownText(methodPhrase(comparison))} · exit code ${comparison.exitCode}</sub>`,
		'',
	];
	return lines.join('\n');
}

function rowLine(row: ComparisonRow, {alpha}: Comparison): string {
	const verdict = markdownText(verdictPhrase(row, alpha));
	const cells = [row.title, middlesPhrase(row), differencePhrase(row), evidencePhrase(row)].map(markdownText);
	return `| ${[...cells, row.verdict === 'worse' || row.verdict === 'better' ? `**${verdict}**` : verdict].join(' | ')} |`;
}
