// The matrix on the page: for each run its verdict, the share of requests that failed, and how long it took to recover.
import {formatDuration} from './format-duration.ts';
import {Markup, markup, nothing} from './markup.ts';
import {pageMatrix} from './page-matrix.ts';
import type {PageCell, PageColumn, PageRow, PageCellRun} from './page-matrix.ts';
import {runKey} from './page-data.ts';
import type {Report, RunReport} from './report.ts';
import {formatShare} from './run-phrases.ts';
import {renderStrip} from './strip.ts';
import {verdictMark} from './verdict-mark.ts';

export function renderMatrix(report: Pick<Report, 'runs' | 'skipped' | 'plan'>): Markup {
	const {columns, rows} = pageMatrix(report);
	if (rows.length === 0) {
		return nothing;
	}

	const heads = columns.map(
		({gateway, variant}) =>
			markup`<th scope="col" data-gateway="${gateway}">${gateway}${variant === null ? nothing : markup` <span class="quiet">${variant}</span>`}</th>`,
	);
	const size = columns.length > 4 ? 'matrix many' : 'matrix';
	return markup`<section class="card" aria-labelledby="matrix-title"><h2 id="matrix-title">Scenarios and gateways</h2>
<p class="quiet key">In each cell: the share of requests that failed while the fault lasted, and how soon after its end clients were well again.</p>
<div class="matrix-place"><table class="${size}"><thead><tr><th scope="col">Scenario</th>${heads}</tr></thead>
<tbody>${rows.map((row) => rowMarkup(row, columns))}</tbody></table></div></section>`;
}

function rowMarkup({scenario, title, cells}: PageRow, columns: readonly PageColumn[]): Markup {
	const parts = cells.map((cell, index) => cellMarkup(cell, columns[index] ?? {gateway: '', variant: null}));
	return markup`<tr data-scenario="${scenario}"><th scope="row"><b>${scenario}</b> <span class="quiet">${title}</span></th>${parts}</tr>
`;
}

function cellMarkup({runs, skipped}: PageCell, {gateway, variant}: PageColumn): Markup {
	const label = variant === null ? gateway : `${gateway}, ${variant}`;
	const verdicts = skipped === null ? [...new Set(runs.map(({run}) => run.verdict))].join(' ') : 'skipped';
	const [first] = runs;
	const content =
		skipped !== null
			? markup`<span class="skipped">skipped</span><small class="because">${skipped.because}</small>`
			: first === undefined
				? markup`<span class="quiet">not run</span>`
				: runs.length === 1
					? oneRun(first)
					: manyRuns(runs);
	const absent = skipped === null && first === undefined ? new Markup(' class="absent"') : nothing;
	return markup`<td${absent} data-gateway="${gateway}" data-label="${label}" data-verdicts="${verdicts}">${content}</td>`;
}

function oneRun({run, index}: PageCellRun): Markup {
	return markup`<a class="cell" href="#${runKey(index)}">${verdictMark(run.verdict)}<span><b>${failedText(failedShare(run))}</b><small>${recoveryText(run)}</small></span>${renderStrip(run.chart)}</a>`;
}

/** The repeats as signs, and the one in the middle: a repeat that never recovered is later than any that did. */
function manyRuns(runs: readonly PageCellRun[]): Markup {
	const signs = runs.map(
		({run, index}) =>
			markup`<a href="#${runKey(index)}" title="repeat ${run.repeat}">${verdictMark(run.verdict)}<span class="hidden-text"> repeat ${run.repeat}</span></a>`,
	);
	const byRecovery = runs.map(({run}) => run).toSorted((a, b) => recoveryRank(a) - recoveryRank(b));
	const byShare = runs.map(({run}) => failedShare(run)).toSorted((a, b) => (a?.share ?? -1) - (b?.share ?? -1));
	const middle = Math.floor((runs.length - 1) / 2);
	const median = byRecovery[middle];
	return markup`<span class="repeats">${signs}</span><small>median ${failedText(byShare[middle] ?? null)}${median === undefined ? nothing : markup`, ${recoveryText(median)}`}</small>`;
}

interface Share {
	readonly share: number;
	readonly failed: number;
	readonly intended: number;
}

function failedShare({windows: {fault, baseline}}: RunReport): Share | null {
	const window = fault ?? baseline;
	const failed = window.intended - window.good;
	return window.intended === 0 ? null : {share: failed / window.intended, failed, intended: window.intended};
}

function failedText(share: Share | null): string {
	return share === null
		? 'no requests'
		: share.failed === 0
			? 'no errors'
			: `${formatShare(share.failed, share.intended).replace(' ', '\u00A0')} errors`;
}

function recoveryText({recovery, fault}: RunReport): string {
	if (recovery === null) {
		return fault === null ? 'no fault' : fault.inject === null ? 'nothing injected' : 'no outage';
	}

	if ('notWithinMs' in recovery) {
		return `not back in ${roundedDuration(recovery.notWithinMs)}`;
	}

	return recovery.afterClearMs <= 0 ? 'back before its end' : `back in ${roundedDuration(recovery.afterClearMs)}`;
}

/** A cell has room for two figures. */
function roundedDuration(ms: number): string {
	return formatDuration(ms < 1000 ? Math.round(ms) : Number(ms.toPrecision(2)))
		.replace(/\.?0+ s$/, ' s')
		.replaceAll(' ', '\u00A0');
}

function recoveryRank({recovery}: RunReport): number {
	return recovery === null ? Number.NEGATIVE_INFINITY : 'notWithinMs' in recovery ? Number.POSITIVE_INFINITY : recovery.afterClearMs;
}
