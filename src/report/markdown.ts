// A summary short enough for a pull-request comment or a CI job's summary page: one table, and a few lines for each run that did not pass.
import {formatDuration} from './format-duration.ts';
import {cellPhrase} from './matrix-phrases.ts';
import {matrixOf} from './matrix.ts';
import {printable} from './printable.ts';
import type {Report, RunReport} from './report.ts';
import {clientsSaw, countsPhrase, exitPhrase, isGreen, ledgerPhrase, outagePhrase, recoveryPhrase, runName} from './run-phrases.ts';

const marks = {pass: '✅', fail: '❌', inconclusive: '❔'} as const;
/** Runs told in full; a comment has a size limit, and the page has them all. */
const toldInFull = 10;

export function renderMarkdown(report: Report): string {
	const missed = report.runs.filter((run) => !isGreen(run));
	const lines = [
		`## ${report.verdict === 'pass' && report.exitCode !== 0 ? '⚠️' : marks[report.verdict]} Gatequake: ${countsPhrase(report.counts)}`,
		'',
		...matrixLines(report),
		...(report.runs.length === 0 ? [] : tableLines(report.runs)),
		...report.errors.map((error) => `- ⚠️ ${escapeText(error)}`),
		...(report.errors.length === 0 ? [] : ['']),
		...missed.slice(0, toldInFull).flatMap(runLines),
		...(missed.length > toldInFull ? [`… and ${missed.length - toldInFull} more in the report.`, ''] : []),
		`<sub>gatequake ${escapeText(report.tool.version)} · ${formatDuration(report.durationMs)} · seed ${report.seed} · ${exitPhrase(report)}${report.interrupted ? ' · interrupted' : ''}</sub>`,
	];
	return `${lines.join('\n')}\n`;
}

/** Scenario × gateway, where there is more than one gateway. */
function matrixLines(report: Report): readonly string[] {
	const {gateways, rows} = matrixOf(report);
	if (gateways.length < 2) {
		return [];
	}

	const line = (cells: readonly string[]) => `| ${cells.map(escapeText).join(' | ')} |`;
	return [
		line(['Scenario', ...gateways]),
		line(['', ...gateways].map(() => '---')),
		...rows.map(({scenario, cells}) =>
			line([scenario, ...cells.map((cell) => `${cell.kind === 'runs' ? `${marks[cell.verdict]} ` : ''}${cellPhrase(cell)}`)]),
		),
		'',
		...report.skipped.map(({scenario, gateway, because}) => `- n/a: ${escapeText(`${scenario} on ${gateway}: ${because}`)}`),
		...(report.skipped.length === 0 ? [] : ['']),
	];
}

function tableLines(runs: readonly RunReport[]): readonly string[] {
	const rows = runs.map((run) => {
		const cost = [recoveryPhrase(run), ledgerPhrase(run)].filter((phrase) => phrase !== '').join('; ');
		const cells = [markOf(run), runName(run), clientsSaw(run), outagePhrase(run), cost || '–'];
		return `| ${cells.map(escapeText).join(' | ')} |`;
	});
	return ['| | Run | Clients saw in the fault window | Outage | Recovery and cost |', '| --- | --- | --- | --- | --- |', ...rows, ''];
}

function runLines(run: RunReport): readonly string[] {
	const missed = run.expectations.filter(({verdict}) => verdict !== 'pass');
	const [diagnosis] = run.diagnosis;
	return [
		`### ${markOf(run)} ${escapeText(runName(run))}`,
		'',
		...missed.map(
			({name, expected, observed}) => `- **${escapeText(name)}**: expected ${escapeText(expected)}; came ${escapeText(observed)}`,
		),
		...run.reasons.map((reason) => `- ${escapeText(reason)}`),
		...(run.cleanup.ok ? [] : [`- The cleanup failed; left: ${escapeText(run.cleanup.left.join(', '))}`]),
		...(diagnosis === undefined
			? []
			: [`- Diagnosis (${diagnosis.confidence}): ${escapeText(diagnosis.cause)}. ${escapeText(diagnosis.advice)}`]),
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

/** HTML, links, mentions and table cells: nothing in a log line may become any of them. */
function escapeText(text: string): string {
	return printable(text)
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll(/[\\`*_[\]|#~!]/g, String.raw`\$&`)
		.replaceAll('@', '@\u200B');
}
