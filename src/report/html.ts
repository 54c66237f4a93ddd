// The report as one page that needs nothing else: no network and no second file. The matrix and the reasons are plain HTML; a run's
// timeline and details are made by the page's own script when they are asked for, from data that the page carries.
import {boundText} from './bound-text.ts';
import {patternTable} from './fill-patterns.ts';
import {formatDuration} from './format-duration.ts';
import {renderBaseline} from './html-baseline.ts';
import {renderMatrix} from './html-matrix.ts';
import {renderReasons, renderTopReasons} from './html-reasons.ts';
import {Markup, markup, nothing} from './markup.ts';
import {pageAssets} from './page-assets.ts';
import {dataElement, pageData} from './page-data.ts';
import {pageHead} from './page-head.ts';
import type {Report, RunReport} from './report.ts';
import type {ReportStream} from './report-stream.ts';
import {streamOf} from './report-stream.ts';
import {countsPhrase, exitPhrase} from './run-phrases.ts';
import {markTable, verdictMark} from './verdict-mark.ts';

/** The page in pieces: of a report of any length no more is in memory than what its first view shows. */
export function* htmlPieces({head, runs}: ReportStream): Generator<string, void> {
	const report: Report = {...boundText(head), runs: Array.from(runs(), (run) => boundText(atFirstSight(run)))};
	const {script} = pageAssets();
	yield markup`${pageHead(countsPhrase(report.counts), {script: true})}
<body>
${markTable()}${patternTable()}
<div id="overview">
${header(report)}
<main>
${renderBaseline(report)}
${renderMatrix(report)}
${renderReasons(report)}
</main>
<footer>${footerFacts(report)}</footer>
</div>
<main id="view" hidden></main>
`.text;
	for (const chunk of pageData(bounded(runs()))) yield dataElement(chunk);
	yield markup`<script>${new Markup(script)}</script>
</body>
</html>
`.text;
}

export function renderHtml(report: Report): string {
	return [...htmlPieces(streamOf(report))].join('');
}

/** What the first view shows of a run: of its chart the outcomes. */
function atFirstSight(run: RunReport): RunReport {
	return {
		...run,
		config: {...run.config, text: '', others: []},
		chart: {...run.chart, p50Ms: [], p99Ms: [], maxMs: [], completed: [], upstreams: {}},
		events: [],
	};
}

function* bounded(runs: Iterable<RunReport>): Generator<RunReport, void> {
	for (const run of runs) yield boundText(run);
}

function header(report: Report): Markup {
	const words = {pass: 'passed', fail: 'failed', inconclusive: 'inconclusive'} as const;
	const counts = (['fail', 'inconclusive', 'pass'] as const).filter((verdict) => report.counts[verdict] > 0);
	const skipped = report.skipped.length === 0 ? nothing : markup`<li><b>${report.skipped.length}</b> skipped</li>`;
	return markup`<header>
<p class="brand">Gatequake <span class="quiet">${report.tool.version}</span></p>
<h1>${headline(report)}</h1>
${renderTopReasons(report)}
<ul class="counts">${counts.map((verdict) => markup`<li class="${verdict}">${verdictMark(verdict)}<b>${report.counts[verdict]}</b> ${words[verdict]}</li>`)}${skipped}</ul>
<p class="quiet">${wallTime(report.startedAt)} · took ${formatDuration(report.durationMs)} · ${exitPhrase(report)}${report.interrupted ? ' · interrupted before the end' : ''}</p>
${report.errors.map((error) => markup`<p class="harness-error">${error}</p>`)}
<noscript><p class="quiet">Timelines, evidence and comparisons need scripts in this page. Without them, report.json beside it has all figures.</p></noscript>
</header>`;
}

function headline(report: Report): string {
	const total = report.runs.length;
	const {fail, inconclusive} = report.counts;
	if (total === 0) {
		return 'Nothing was run';
	}

	if (fail > 0) {
		return `${howMany(fail, total)} failed`;
	}

	if (inconclusive > 0) {
		return `${howMany(inconclusive, total)} proved nothing`;
	}

	const passed = `${howMany(total, total)} passed`;
	return report.exitCode === 0 ? passed : `${passed}, but ${report.interrupted ? 'the rest was not run' : 'the harness did not end well'}`;
}

function howMany(count: number, total: number): string {
	if (count < total) {
		return `${count} of ${total} runs`;
	}

	return total === 1 ? 'The run' : total === 2 ? 'Both runs' : `All ${total} runs`;
}

function footerFacts({host, command, seed, tool, startedAt}: Report): Markup {
	const facts: readonly (readonly [string, string])[] = [
		['Command', command],
		['Seed', String(seed)],
		['Host', `${host.kernel}, ${host.cpus} CPUs, ${(host.memoryBytes / 2 ** 30).toFixed(1)} GiB`],
		['Engine', `${host.engine}, cgroup ${host.cgroup}`],
		['Tool', `${tool.name} ${tool.version}`],
		['Started', startedAt],
	];
	return markup`<h2>How this was made</h2><dl class="pairs">${facts.map(([name, value]) => markup`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

function wallTime(iso: string): string {
	return iso.replace('T', ' ').replace(/\.\d+Z$|Z$/, ' UTC');
}
