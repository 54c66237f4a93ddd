// A summary short enough for a pull-request comment or a CI job's summary page: one table, and a few lines for each run that did not pass.
import {baselineCounts, baselineLines} from './baseline-phrases.ts';
import {formatDuration} from './format-duration.ts';
import {cellPhrase} from './matrix-phrases.ts';
import {matrixOf} from './matrix.ts';
import {markdownText} from './markdown-text.ts';
import {printable} from './printable.ts';
import type {Report, RunReport} from './report.ts';
import {clientsSaw, countsPhrase, exitPhrase, isGreen, ledgerPhrase, outagePhrase, recoveryPhrase, runName} from './run-phrases.ts';

const marks = {pass: '✅', fail: '❌', inconclusive: '❔'} as const;
/** Runs told in full; a comment has a size limit, and the page has them all. */
const toldInFull = 10;
/** Changes since the baseline that are listed. */
const baselineTold = 50;

export function renderMarkdown(report: Report): string {
	const missed = report.runs.filter((run) => !isGreen(run));
	const lines = [
		`## ${headMark(report)} Gatequake: ${countsPhrase(report.counts)}`,
		'',
		...matrixLines(report),
		...(report.runs.length === 0 ? [] : tableLines(report.runs)),
		...report.errors.map((error) => `- ⚠️ ${markdownText(error)}`),
		...(report.errors.length === 0 ? [] : ['']),
		...baselinePart(report.baseline),
		...missed.slice(0, toldInFull).flatMap(runLines),
		...(missed.length > toldInFull ? [`… and ${missed.length - toldInFull} more in the report.`, ''] : []),
		`<sub>gatequake ${markdownText(report.tool.version)} · ${formatDuration(report.durationMs)} · seed ${report.seed} · ${exitPhrase(report)}${report.interrupted ? ' · interrupted' : ''}</sub>`,
	];
	return `${lines.join('\n')}\n`;
}

/** With a baseline, what counts is what got worse. */
function headMark({verdict, exitCode, baseline}: Report): string {
	const isOdd = baseline === null ? verdict === 'pass' && exitCode !== 0 : exitCode > 1;
	return isOdd ? '⚠️' : baseline === null ? marks[verdict] : exitCode === 0 ? marks.pass : marks.fail;
}

function baselinePart(baseline: Report['baseline']): readonly string[] {
	if (baseline === null) {
		return [];
	}

	const lines = baselineLines(baseline);
	const more = lines.length - baselineTold;
	return [
		`**Since the baseline** (${markdownText(baseline.source)}): ${baselineCounts(baseline)}`,
		'',
		...lines.slice(0, baselineTold).map((line) => `- ${markdownText(line)}`),
		...(more > 0 ? [`- … and ${more} more in the report.`] : []),
		...(lines.length === 0 ? [] : ['']),
	];
}

/** Scenario × gateway, where there is more than one gateway. */
function matrixLines(report: Report): readonly string[] {
	const {gateways, rows} = matrixOf(report);
	if (gateways.length < 2) {
		return [];
	}

	return [
		rowLine(['Scenario', ...gateways]),
		rowLine(['', ...gateways].map(() => '---')),
		...rows.map(({scenario, cells}) =>
			rowLine([scenario, ...cells.map((cell) => `${cell.kind === 'runs' ? `${marks[cell.verdict]} ` : ''}${cellPhrase(cell)}`)]),
		),
		'',
		...report.skipped.map(({scenario, gateway, because}) => `- n/a: ${markdownText(`${scenario} on ${gateway}: ${because}`)}`),
		...(report.skipped.length === 0 ? [] : ['']),
	];
}

function rowLine(cells: readonly string[]): string {
	return `| ${cells.map(markdownText).join(' | ')} |`;
}

function tableLines(runs: readonly RunReport[]): readonly string[] {
	const rows = runs.map((run) => {
		const cost = [recoveryPhrase(run), ledgerPhrase(run)].filter((phrase) => phrase !== '').join('; ');
		const cells = [markOf(run), runName(run), clientsSaw(run), outagePhrase(run), cost || '–'];
		return rowLine(cells);
	});
	return ['| | Run | Clients saw in the fault window | Outage | Recovery and cost |', '| --- | --- | --- | --- | --- |', ...rows, ''];
}

function runLines(run: RunReport): readonly string[] {
	const missed = run.expectations.filter(({verdict}) => verdict !== 'pass');
	const [diagnosis] = run.diagnosis;
	return [
		`### ${markOf(run)} ${markdownText(runName(run))}`,
		'',
		...missed.map(
			({name, expected, observed}) => `- **${markdownText(name)}**: expected ${markdownText(expected)}; came ${markdownText(observed)}`,
		),
		...run.reasons.map((reason) => `- ${markdownText(reason)}`),
		...(run.cleanup.ok ? [] : [`- The cleanup failed; left: ${markdownText(run.cleanup.left.join(', '))}`]),
		...(diagnosis === undefined
			? []
			: [`- Diagnosis (${diagnosis.confidence}): ${markdownText(diagnosis.cause)}. ${markdownText(diagnosis.advice)}`]),
		'',
		...codeBlock(run.repro),
		'',
	];
}

function markOf(run: RunReport): string {
	return run.verdict === 'pass' && !isGreen(run) ? '⚠️' : marks[run.verdict];
}

/** The fence is longer than any row of backticks within, so that the text cannot end its block. */
function codeBlock(text: string): readonly string[] {
	const clean = printable(text);
	const longest = Math.max(2, ...(clean.match(/`+/g) ?? []).map(({length}) => length));
	const fence = '`'.repeat(longest + 1);
	return [`${fence}sh`, clean, fence];
}
